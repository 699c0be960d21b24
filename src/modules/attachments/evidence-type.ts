import { fileTypeFromBuffer } from 'file-type';
import { ruleBroken, TooLarge, UnsupportedType } from '../../kernel/errors.js';
import { MAX_ATTACHMENT_BYTES } from './attachment.js';
import { extensionOf } from './file-name.js';
import { pixelSize } from '../../platform/uploads/index.js';
import { zipDirectory } from './zip-directory.js';

/** Accepted media types and the extensions that go with them, the usual one first. */
const ACCEPTED: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'application/pdf': ['pdf'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/webp': ['webp'],
};

/** Pictures beyond this cost a viewer more memory than a phone has. */
const MAX_PIXELS = 50_000_000;
/** What an office document may become when unpacked, and how many parts it may have. */
const MAX_UNPACKED_BYTES = 100 * 1024 * 1024;
const MAX_PARTS = 2000;

export interface EvidenceType {
  readonly type: string;
  /** The usual extension of the type. */
  readonly extension: string;
}

/**
 * What a file really is, from its content; the sender's word for it does not count.
 * @throws RuleBroken for an empty file, TooLarge, UnsupportedType; each at the field `file`
 */
export async function evidenceType(content: Buffer, originalName: string): Promise<EvidenceType> {
  if (content.length === 0) throw ruleBroken('attachment.empty', 'file', 'The file is empty.');
  if (content.length > MAX_ATTACHMENT_BYTES) throw tooLarge('A file may have at most 5 MB.');
  const found = await fileTypeFromBuffer(content).catch(() => undefined);
  const extensions = found === undefined ? undefined : ACCEPTED[found.mime];
  if (found === undefined || extensions === undefined)
    throw unsupported('Only PDF, DOCX, XLSX, PNG, JPG and WEBP files are accepted.');
  const claimed = extensionOf(originalName);
  if (claimed !== '' && !extensions.includes(claimed)) {
    throw unsupported(`The file is called .${claimed}, but its content is ${extensions[0].toUpperCase()}.`);
  }
  if (found.mime.startsWith('image/')) assertPicture(content, found.mime);
  else if (found.mime !== 'application/pdf') assertOfficeDocument(content);
  return { type: found.mime, extension: extensions[0] };
}

function assertPicture(content: Buffer, type: string): void {
  const size = pixelSize(content, type);
  if (size === undefined || size.width === 0 || size.height === 0) throw unsupported('The picture is damaged.');
  if (size.width * size.height > MAX_PIXELS)
    throw tooLarge('The picture has too many pixels. At most 50 million are accepted.');
}

function assertOfficeDocument(content: Buffer): void {
  const parts = zipDirectory(content);
  if (parts?.some(({ name }) => name === '[Content_Types].xml') !== true) throw unsupported('The document is damaged.');
  if (parts.some(({ name }) => /vbaProject\.bin$/i.test(name)))
    throw unsupported('Documents with macros are not accepted.');
  const unpacked = parts.reduce((sum, part) => sum + part.unpacked, 0);
  if (parts.length > MAX_PARTS || unpacked > MAX_UNPACKED_BYTES)
    throw tooLarge('The document becomes too large when it is opened.');
}

function unsupported(message: string): UnsupportedType {
  return new UnsupportedType('attachment.type_not_accepted', message, { errors: [{ path: 'file', message }] });
}

function tooLarge(message: string): TooLarge {
  return new TooLarge('attachment.too_large', message, { errors: [{ path: 'file', message }] });
}
