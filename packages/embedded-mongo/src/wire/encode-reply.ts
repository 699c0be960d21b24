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

const DOUBLE = 0x01;
const STRING = 0x02;
const DOCUMENT = 0x03;
const ARRAY = 0x04;
const BOOLEAN = 0x08;
const NULL = 0x0a;
const INT32 = 0x10;
const INT64 = 0x12;

/** Bytes that are kept for the next reply; a larger one gives its memory back. */
const KEPT_BYTES = 64 * 1024;
/** Type, name and end of an element of an array, at most. */
const ARRAY_HEAD_BYTES = 12;
const INDEX_NAMES = Array.from({ length: 1000 }, (_, i) => String(i));

/** Encodes a reply as BSON. `stamp`: further elements, already BSON. */
export function encodeReply(reply: ReplyObject, stamp?: Uint8Array): Buffer {
  return writer.run(reply, stamp);
}

/** A copy of an encoded document with further elements at its end. */
export function withElements(document: Uint8Array, stamp: Uint8Array): Buffer {
  const copy = Buffer.concat([document.subarray(0, -1), stamp, END]);
  copy.writeInt32LE(copy.length, 0);
  return copy;
}

const END = Buffer.from([0]);

/** Grows by doubling; one instance serves all replies of this thread, which are encoded at one go. */
class ReplyWriter {
  #buf = Buffer.allocUnsafeSlow(KEPT_BYTES);
  #pos = 0;

  run(reply: ReplyObject, stamp: Uint8Array | undefined): Buffer {
    this.#pos = 0;
    this.#document(reply, stamp);
    const out = Buffer.allocUnsafe(this.#pos);
    this.#buf.copy(out, 0, 0, this.#pos);
    if (this.#buf.length > KEPT_BYTES) this.#buf = Buffer.allocUnsafeSlow(KEPT_BYTES);
    return out;
  }

  #room(n: number): void {
    if (this.#pos + n <= this.#buf.length) return;
    const bigger = Buffer.allocUnsafeSlow(Math.max(this.#buf.length * 2, this.#pos + n));
    this.#buf.copy(bigger, 0, 0, this.#pos);
    this.#buf = bigger;
  }

  #document(reply: ReplyObject, stamp?: Uint8Array): void {
    const start = this.#begin();
    for (const name of Object.keys(reply)) {
      const value = reply[name];
      if (value !== undefined) this.#element(name, value);
    }
    if (stamp !== undefined) this.#bytes(stamp);
    this.#end(start);
  }

  #array(values: readonly ReplyValue[]): void {
    const start = this.#begin();
    let raw = 0;
    for (const value of values) if (value instanceof RawDocument) raw += value.bytes.length + ARRAY_HEAD_BYTES;
    this.#room(raw); // a large batch is copied once
    for (let i = 0; i < values.length; i += 1) this.#element(INDEX_NAMES[i] ?? String(i), values[i] ?? null);
    this.#end(start);
  }

  #begin(): number {
    const start = this.#pos;
    this.#room(4);
    this.#pos += 4;
    return start;
  }

  #end(start: number): void {
    this.#room(1);
    this.#buf[this.#pos++] = 0;
    this.#buf.writeInt32LE(this.#pos - start, start);
  }

  #element(name: string, value: Exclude<ReplyValue, undefined>): void {
    switch (typeof value) {
      case 'number':
        return this.#number(name, value);
      case 'string':
        return this.#string(name, value);
      case 'boolean':
        this.#head(BOOLEAN, name);
        this.#room(1);
        this.#buf[this.#pos++] = value ? 1 : 0;
        return;
      case 'bigint':
        this.#head(INT64, name);
        this.#room(8);
        this.#pos = this.#buf.writeBigInt64LE(value, this.#pos);
        return;
      default:
        return this.#object(name, value);
    }
  }

  #object(name: string, value: Exclude<ReplyValue, undefined>): void {
    if (value === null) return this.#head(NULL, name);
    if (value instanceof RawDocument) {
      this.#head(DOCUMENT, name);
      this.#bytes(value.bytes);
    } else if (Array.isArray(value)) {
      this.#head(ARRAY, name);
      this.#array(value);
    } else if (isReplyObject(value)) {
      this.#head(DOCUMENT, name);
      this.#document(value);
    } else {
      this.#bytes(encode(new Map([[name, value as Value]])).subarray(4, -1));
    }
  }

  /** Whole numbers become Int32 where they fit. */
  #number(name: string, value: number): void {
    if (Number.isInteger(value) && Math.abs(value) < 0x8000_0000) {
      this.#head(INT32, name);
      this.#room(4);
      this.#pos = this.#buf.writeInt32LE(value, this.#pos);
      return;
    }
    this.#head(DOUBLE, name);
    this.#room(8);
    this.#pos = this.#buf.writeDoubleLE(value, this.#pos);
  }

  #string(name: string, value: string): void {
    this.#head(STRING, name);
    this.#room(5 + value.length * 3);
    const start = this.#pos;
    this.#text(start + 4, value);
    this.#buf[this.#pos++] = 0;
    this.#buf.writeInt32LE(this.#pos - start - 4, start);
  }

  #head(type: number, name: string): void {
    this.#room(2 + name.length * 3);
    this.#buf[this.#pos] = type;
    this.#text(this.#pos + 1, name);
    this.#buf[this.#pos++] = 0;
  }

  /** Writes UTF-8 at a place where there is room for it, and stands behind it. */
  #text(at: number, text: string): void {
    const buf = this.#buf;
    // Names and the like are short: a call into the runtime takes longer.
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code > 0x7f || i === SHORT_TEXT) {
        this.#pos = at + buf.write(text, at, 'utf8');
        return;
      }
      buf[at + i] = code;
    }
    this.#pos = at + text.length;
  }

  #bytes(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#buf.set(bytes, this.#pos);
    this.#pos += bytes.length;
  }
}

const SHORT_TEXT = 40;

const writer = new ReplyWriter();

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
  if (typeof value !== 'object' || value === null) return false;
  return Object.getPrototypeOf(value) === Object.prototype || !LEAF_CLASSES.some((leaf) => value instanceof leaf);
}
