import { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, Int32, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';

import { MongoError } from '../errors.js';
import { beginDocument } from './effort.js';
import { fieldName, hashStep } from './field-names.js';
import { joinElements } from './join-elements.js';
import { CodeWithScope, DbPointer, UNDEFINED, type Doc, type Value } from './types.js';

/** Deepest nesting of documents and arrays, MongoDB's limit. */
export const MAX_DEPTH = 200;
const MIN_KEY = new MinKey();
const MAX_KEY = new MaxKey();
const MAX_DATE_MS = 8.64e15;

function invalid(what: string): MongoError {
  return new MongoError(22, `Invalid BSON: ${what}`);
}

/** Position and bounds while one document is read. */
class Reader {
  pos = 0;
  constructor(readonly buf: Buffer) {}

  document(depth: number, only?: ReadonlySet<string>): Doc {
    const end = this.open(depth);
    const doc: Doc = new Map();
    let count = 0;
    for (;;) {
      const kind = this.buf[this.pos++] as number;
      if (kind === 0) break;
      const name = this.name(end);
      if (only !== undefined && !only.has(name)) {
        this.skip(kind, end);
      } else {
        doc.set(name, this.value(kind, depth, end));
        count += 1;
      }
      if (this.pos >= end) throw invalid('document ends inside an element');
    }
    if (this.pos !== end) throw invalid('document length does not fit its content');
    if (doc.size !== count) throw invalid('a field name occurs twice in one document');
    return doc;
  }

  /** The elements of these names as they stand, as a document of their own. */
  pick(only: ReadonlySet<string>): Uint8Array {
    const { buf } = this;
    const end = this.open(1);
    const ranges: number[] = [];
    let length = 5;
    for (;;) {
      const start = this.pos;
      const kind = buf[this.pos++] as number;
      if (kind === 0) break;
      const name = this.name(end);
      this.skip(kind, end);
      if (this.pos >= end) throw invalid('document ends inside an element');
      if (!only.has(name)) continue;
      length += this.pos - start;
      if (ranges.at(-1) === start) ranges[ranges.length - 1] = this.pos;
      else ranges.push(start, this.pos);
    }
    return joinElements(buf, ranges, length);
  }

  private array(depth: number): Value[] {
    const end = this.open(depth);
    const out: Value[] = [];
    for (;;) {
      const kind = this.buf[this.pos++] as number;
      if (kind === 0) break;
      while (this.buf[this.pos++] !== 0) if (this.pos >= end) throw invalid('unterminated name');
      out.push(this.value(kind, depth, end));
      if (this.pos >= end) throw invalid('array ends inside an element');
    }
    if (this.pos !== end) throw invalid('array length does not fit its content');
    return out;
  }

  private open(depth: number): number {
    if (depth > MAX_DEPTH) throw new MongoError(15, `BSON nesting exceeds ${MAX_DEPTH} levels`);
    const start = this.pos;
    if (start + 5 > this.buf.length) throw invalid('document shorter than 5 bytes');
    const length = this.buf.readInt32LE(start);
    const end = start + length;
    if (length < 5 || end > this.buf.length) throw invalid(`document length ${length}`);
    if (this.buf[end - 1] !== 0) throw invalid('document without terminator');
    this.pos = start + 4;
    return end;
  }

  private name(end: number): string {
    const { buf, pos: start } = this;
    let stop = start;
    let hash = 0;
    for (let byte = buf[stop] as number; byte !== 0; byte = buf[stop] as number) {
      hash = hashStep(hash, byte);
      stop += 1;
      if (stop >= end) throw invalid('unterminated field name');
    }
    this.pos = stop + 1;
    return fieldName(buf, start, stop, hash);
  }

  private take(n: number, end: number): number {
    const at = this.pos;
    // The terminator of the enclosing document follows every value.
    if (at + n >= end) throw invalid('value reaches beyond its document');
    this.pos = at + n;
    return at;
  }

  private text(end: number): string {
    const at = this.take(4, end);
    const length = this.buf.readInt32LE(at);
    if (length < 1) throw invalid(`string length ${length}`);
    const start = this.take(length, end);
    if (this.buf[start + length - 1] !== 0) throw invalid('string without terminator');
    return utf8(this.buf, start, start + length - 1);
  }

  private value(kind: number, depth: number, end: number): Value {
    const buf = this.buf;
    switch (kind) {
      case 0x01:
        return buf.readDoubleLE(this.take(8, end));
      case 0x02:
        return this.text(end);
      case 0x03:
        return this.nested(this.document(depth + 1), end);
      case 0x04:
        return this.nested(this.array(depth + 1), end);
      case 0x07:
        return new ObjectId(buf.subarray(this.take(12, end), this.pos));
      case 0x08: {
        const byte = buf[this.take(1, end)] as number;
        if (byte > 1) throw invalid(`boolean ${byte}`);
        return byte === 1;
      }
      case 0x09: {
        const at = this.take(8, end);
        const ms = buf.readInt32LE(at + 4) * 4294967296 + buf.readUInt32LE(at);
        if (ms > MAX_DATE_MS || ms < -MAX_DATE_MS) throw invalid('date outside the years -271821 to 275760');
        return new Date(ms);
      }
      case 0x0a:
        return null;
      case 0x10:
        return new Int32(buf.readInt32LE(this.take(4, end)));
      case 0x12:
        return buf.readBigInt64LE(this.take(8, end));
      case 0x13:
        return new Decimal128(Uint8Array.prototype.slice.call(buf, this.take(16, end), this.pos));
      default:
        return this.rareValue(kind, depth, end);
    }
  }

  private nested<T>(v: T, end: number): T {
    if (this.pos >= end) throw invalid('embedded document reaches beyond its parent');
    return v;
  }

  private rareValue(kind: number, depth: number, end: number): Value {
    switch (kind) {
      case 0x05:
        return this.binary(end);
      case 0x06:
        return UNDEFINED;
      case 0x0b: {
        const pattern = this.name(end);
        const options = this.name(end);
        if (/[^imxlsu]/.test(options)) throw invalid(`regular expression options ${options}`);
        return new BSONRegExp(pattern, options);
      }
      case 0x0c: {
        const namespace = this.text(end);
        return new DbPointer(namespace, new ObjectId(this.buf.subarray(this.take(12, end), this.pos)));
      }
      case 0x0d:
        return new Code(this.text(end));
      case 0x0e:
        return new BSONSymbol(this.text(end));
      case 0x0f: {
        const at = this.take(4, end);
        const length = this.buf.readInt32LE(at);
        const code = this.text(end);
        const scope = this.nested(this.document(depth + 1), end);
        if (this.pos !== at + length) throw invalid('length of code with scope');
        return new CodeWithScope(code, scope);
      }
      case 0x11: {
        const at = this.take(8, end);
        return new Timestamp({ t: this.buf.readUInt32LE(at + 4), i: this.buf.readUInt32LE(at) });
      }
      case 0xff:
        return MIN_KEY;
      case 0x7f:
        return MAX_KEY;
      default:
        throw invalid(`unknown type 0x${kind.toString(16)}`);
    }
  }

  private binary(end: number): Value {
    let length = this.buf.readInt32LE(this.take(4, end));
    if (length < 0) throw invalid(`binary length ${length}`);
    const subtype = this.buf[this.take(1, end)] as number;
    let at = this.take(length, end);
    if (subtype === 2) {
      if (length < 4 || this.buf.readInt32LE(at) !== length - 4) throw invalid('old binary length');
      at += 4;
      length -= 4;
    }
    return new Binary(Uint8Array.prototype.slice.call(this.buf, at, at + length), subtype);
  }

  private skip(kind: number, end: number): void {
    switch (kind) {
      case 0x01:
      case 0x09:
      case 0x11:
      case 0x12:
        this.take(8, end);
        return;
      case 0x08:
        this.take(1, end);
        return;
      case 0x0a:
        return;
      case 0x07:
        this.take(12, end);
        return;
      case 0x10:
        this.take(4, end);
        return;
      case 0x13:
        this.take(16, end);
        return;
      case 0x02:
      case 0x0d:
      case 0x0e:
        this.jump(4, 1, end);
        return;
      case 0x03:
      case 0x04:
        this.jump(0, 5, end);
        return;
      case 0x05:
        this.jump(5, 0, end);
        return;
      default:
        this.rareValue(kind, 1, end);
    }
  }

  private jump(extra: number, least: number, end: number): void {
    if (this.pos + 4 >= end) throw invalid('value reaches beyond its document');
    const length = this.buf.readInt32LE(this.pos);
    if (length < least) throw invalid(`length ${length}`);
    this.take(length + extra, end);
  }
}

function utf8(buf: Buffer, start: number, end: number): string {
  const text = buf.toString('utf8', start, end);
  // A replacement character is either in the data or the mark of bytes that are not UTF-8.
  if (text.includes('\ufffd') && !Buffer.from(text).equals(buf.subarray(start, end))) {
    throw invalid('string is not UTF-8');
  }
  return text;
}

function readerOf(buf: Uint8Array): Reader {
  return new Reader(Buffer.isBuffer(buf) ? buf : Buffer.from(buf.buffer, buf.byteOffset, buf.byteLength));
}

function readAll(buf: Uint8Array, only?: ReadonlySet<string>): Doc {
  beginDocument();
  const reader = readerOf(buf);
  const doc = reader.document(1, only);
  if (reader.pos !== buf.length) throw invalid('bytes after the end of the document');
  return doc;
}

/** Decodes one BSON document. Malformed bytes throw 22 InvalidBSON, nesting beyond 200 throws 15. */
export function decode(buf: Uint8Array): Doc {
  return readAll(buf);
}

/** Decodes only the named top-level fields, in document order; the others are skipped by length. */
export function decodeFields(buf: Uint8Array, fields: ReadonlySet<string>): Doc {
  return readAll(buf, fields);
}

/** The named top-level fields as a BSON document, in document order, their bytes as they are. */
export function pickFields(buf: Uint8Array, fields: ReadonlySet<string>): Uint8Array {
  return readerOf(buf).pick(fields);
}
