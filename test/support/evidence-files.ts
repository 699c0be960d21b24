import { deflateSync } from 'node:zlib';
import { crc32 } from 'node:zlib';
import { writeFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { newId } from '../../src/kernel/ids.js';
import type { TemporaryFile } from '../../src/modules/attachments/index.js';

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([uint32(data.length), body, uint32(crc32(body))]);
}

/** A sound PNG; `width` and `height` stand in its head, whatever the few pixels inside say. */
export function pngFile(width = 1, height = 1, salt = ''): Buffer {
  const head = Buffer.concat([uint32(width), uint32(height), Buffer.from([8, 0, 0, 0, 0])]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', head),
    pngChunk('tEXt', Buffer.from(`Comment\0${salt}`, 'latin1')),
    pngChunk('IDAT', deflateSync(Buffer.from([0, 0]))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A small PDF, different for every salt. */
export function pdfFile(salt = ''): Buffer {
  return Buffer.from(
    `%PDF-1.4\n% ${salt}\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n`,
    'latin1',
  );
}

interface ZipPart {
  readonly name: string;
  readonly content: Buffer;
  /** What the directory claims the part has unpacked; its real length where absent. */
  readonly claims?: number;
}

/** An archive of stored (not compressed) parts. */
export function zipFile(parts: readonly ZipPart[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claims = content.length } of parts) {
    const nameBytes = Buffer.from(name, 'utf8');
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, nameBytes, content]);
    const inDirectory = Buffer.from(common);
    inDirectory.writeUInt32LE(claims, 18);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), inDirectory, place, nameBytes]));
    locals.push(local);
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, listing, end]);
}

const OFFICE_TYPES = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
} as const;

/** The least that is recognised as an office document, with further parts. */
export function officeFile(kind: keyof typeof OFFICE_TYPES, more: readonly ZipPart[] = []): Buffer {
  const main = kind === 'docx' ? 'word/document.xml' : 'xl/workbook.xml';
  const types = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/${main}" ContentType="${OFFICE_TYPES[kind]}"/></Types>`;
  return zipFile([
    { name: '[Content_Types].xml', content: Buffer.from(types) },
    { name: main, content: Buffer.from('<document/>') },
    ...more,
  ]);
}

/** Puts content where an upload would wait. */
export async function uploaded(folder: string, originalName: string, content: Buffer): Promise<TemporaryFile> {
  const own = path.join(folder, 'uploads', 'tmp', newId());
  await mkdir(own, { recursive: true });
  const temporaryPath = path.join(own, 'file');
  await writeFile(temporaryPath, content);
  return { temporaryPath, originalName, size: content.length };
}
