import { BSONRegExp, BSONSymbol, Binary, Code, Decimal128, Int32, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { encode } from '../values/codec.js';
import { BsonUndefined, CodeWithScope, DbPointer } from '../values/types.js';
import type { Value } from '../values/types.js';

/** A document that is already BSON and goes into the reply byte for byte. */
export class RawDocument {
  constructor(readonly bytes: Uint8Array) {}
}

/**
 * A value of a reply. Whole JS numbers become Int32 where they fit; Values keep their own type; plain objects and
 * arrays become documents and arrays. Undefined fields are left out.
 */
export type ReplyValue = Value | RawDocument | readonly ReplyValue[] | ReplyObject | undefined;
export interface ReplyObject {
  readonly [name: string]: ReplyValue;
}

const DOCUMENT = 0x03;
const ARRAY = 0x04;

/** Encodes a reply as BSON. `stamp`: further elements, already BSON. */
export function encodeReply(reply: ReplyObject, stamp?: Uint8Array): Buffer {
  const parts: Uint8Array[] = [];
  const length = writeDocument(Object.entries(reply), parts);
  if (stamp === undefined) return Buffer.concat(parts);
  parts.splice(-1, 0, stamp);
  const encoded = Buffer.concat(parts);
  encoded.writeInt32LE(length + stamp.length, 0);
  return encoded;
}

/** A copy of an encoded document with further elements at its end. */
export function withElements(document: Uint8Array, stamp: Uint8Array): Buffer {
  const copy = Buffer.concat([document.subarray(0, -1), stamp, END]);
  copy.writeInt32LE(copy.length, 0);
  return copy;
}

function writeDocument(entries: Iterable<[string, ReplyValue]>, parts: Uint8Array[]): number {
  const head = Buffer.allocUnsafe(4);
  parts.push(head);
  let length = 5;
  for (const [name, value] of entries) {
    if (value !== undefined) length += writeElement(name, value, parts);
  }
  parts.push(END);
  head.writeInt32LE(length, 0);
  return length;
}

const END = Buffer.from([0]);

function writeElement(name: string, value: Exclude<ReplyValue, undefined>, parts: Uint8Array[]): number {
  if (value instanceof RawDocument) {
    const head = elementHead(DOCUMENT, name);
    parts.push(head, value.bytes);
    return head.length + value.bytes.length;
  }
  if (Array.isArray(value)) {
    const head = elementHead(ARRAY, name);
    parts.push(head);
    return head.length + writeDocument(arrayEntries(value), parts);
  }
  if (isReplyObject(value)) {
    const head = elementHead(DOCUMENT, name);
    parts.push(head);
    return head.length + writeDocument(Object.entries(value), parts);
  }
  const element = encode(new Map([[name, wholeNumber(value as Value)]])).subarray(4, -1);
  parts.push(element);
  return element.length;
}

function* arrayEntries(values: readonly ReplyValue[]): Generator<[string, ReplyValue]> {
  for (let i = 0; i < values.length; i += 1) yield [String(i), values[i] ?? null];
}

function elementHead(type: number, name: string): Buffer {
  return Buffer.concat([Buffer.from([type]), Buffer.from(name, 'utf8'), END]);
}

function wholeNumber(value: Value): Value {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 0x8000_0000
    ? new Int32(value)
    : value;
}

const LEAF_CLASSES = [
  BSONRegExp,
  BSONSymbol,
  Binary,
  Code,
  Decimal128,
  Int32,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  BsonUndefined,
  CodeWithScope,
  DbPointer,
  Date,
  Map,
];

function isReplyObject(value: unknown): value is ReplyObject {
  return typeof value === 'object' && value !== null && !LEAF_CLASSES.some((leaf) => value instanceof leaf);
}
