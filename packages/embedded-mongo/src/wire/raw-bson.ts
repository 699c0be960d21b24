import { MalformedMessageError } from './frame-reader.js';

export const ARRAY_TYPE = 0x04;
const DOCUMENT_TYPE = 0x03;

/** Where one element of a BSON document lies: its type byte at `start`, its value in `valueStart..end`. */
export interface RawElement {
  readonly type: number;
  readonly name: string;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

/** Byte length of values whose length does not depend on their content; -1: not a fixed length. */
const FIXED_LENGTH = new Map<number, number>([
  [0x01, 8],
  [0x06, 0],
  [0x07, 12],
  [0x08, 1],
  [0x09, 8],
  [0x0a, 0],
  [0x10, 4],
  [0x11, 8],
  [0x12, 8],
  [0x13, 16],
  [0x7f, 0],
  [0xff, 0],
]);

/** Reads the length of the document at `offset` and checks that it lies within the buffer and ends in zero. */
export function documentEnd(bytes: Buffer, offset: number): number {
  if (offset + 5 > bytes.length) throw new MalformedMessageError('document is cut off');
  const length = bytes.readInt32LE(offset);
  const end = offset + length;
  if (length < 5 || end > bytes.length || bytes[end - 1] !== 0) {
    throw new MalformedMessageError(`document length ${length} is wrong`);
  }
  return end;
}

/** The elements of one document without decoding their values. Throws MalformedMessageError. */
export function* rawElements(document: Buffer): Generator<RawElement, void, void> {
  const last = documentEnd(document, 0) - 1;
  let offset = 4;
  while (offset < last) {
    const start = offset;
    const type = document[offset] as number;
    const nameEnd = document.indexOf(0, offset + 1);
    if (nameEnd < 0 || nameEnd >= last) throw new MalformedMessageError('field name is not terminated');
    const name = document.toString('utf8', offset + 1, nameEnd);
    const valueStart = nameEnd + 1;
    const end = valueStart + valueLength(document, type, valueStart);
    if (end > last) throw new MalformedMessageError(`value of "${name}" runs over its document`);
    yield { type, name, start, valueStart, end };
    offset = end;
  }
  if (offset !== last) throw new MalformedMessageError('document does not end where it says');
}

/** The documents inside an array element, as slices of the same memory; undefined when it holds anything else. */
export function documentsOfArray(document: Buffer, element: RawElement): Buffer[] | undefined {
  const array = document.subarray(element.valueStart, element.end);
  const documents: Buffer[] = [];
  for (const entry of rawElements(array)) {
    if (entry.type !== DOCUMENT_TYPE) return undefined;
    documents.push(array.subarray(entry.valueStart, entry.end));
  }
  return documents;
}

/** A copy of the document without one element. */
export function withoutElement(document: Buffer, element: RawElement): Buffer {
  const copy = Buffer.concat([document.subarray(0, element.start), document.subarray(element.end)]);
  copy.writeInt32LE(copy.length, 0);
  return copy;
}

function valueLength(bytes: Buffer, type: number, offset: number): number {
  const fixed = FIXED_LENGTH.get(type);
  if (fixed !== undefined) return fixed;
  switch (type) {
    case 0x02:
    case 0x0d:
    case 0x0e:
      return 4 + readLength(bytes, offset);
    case DOCUMENT_TYPE:
    case ARRAY_TYPE:
      return documentEnd(bytes, offset) - offset;
    case 0x05:
      return 5 + readLength(bytes, offset);
    case 0x0b:
      return afterCString(bytes, afterCString(bytes, offset)) - offset;
    case 0x0c:
      return 4 + readLength(bytes, offset) + 12;
    case 0x0f:
      return Math.max(readLength(bytes, offset), 14);
    default:
      throw new MalformedMessageError(`unknown BSON type ${type}`);
  }
}

function readLength(bytes: Buffer, offset: number): number {
  if (offset + 4 > bytes.length) throw new MalformedMessageError('value is cut off');
  const length = bytes.readInt32LE(offset);
  if (length < 0) throw new MalformedMessageError('negative length');
  return length;
}

function afterCString(bytes: Buffer, offset: number): number {
  const end = bytes.indexOf(0, offset);
  if (end < 0) throw new MalformedMessageError('text is not terminated');
  return end + 1;
}
