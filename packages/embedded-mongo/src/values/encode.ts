import { Binary, BSONRegExp, BSONSymbol, Code, type Decimal128, type Int32, type ObjectId, Timestamp } from 'bson';

import { MongoError } from '../errors.js';
import { MAX_DEPTH } from './decode.js';
import { spend } from './effort.js';
import { kindOf } from './kinds.js';
import { CodeWithScope, DbPointer, type Doc, type Value } from './types.js';

const INDEX_NAMES = Array.from({ length: 1000 }, (_, i) => String(i));

/** Where writing a document ends: far beyond the 16 MB that are stored or sent. */
const MAX_ENCODED_BYTES = 32 * 1024 * 1024;

const SHORT_BYTES = 16;

/** Grows by doubling; one instance serves all calls of this thread, which are synchronous. */
class Writer {
  private buf = Buffer.allocUnsafe(65536);
  private pos = 0;

  run(doc: Doc): Buffer {
    this.pos = 0;
    this.document(doc, 1);
    const out = Buffer.allocUnsafeSlow(this.pos);
    this.buf.copy(out, 0, 0, this.pos);
    if (this.buf.length > 1 << 22) this.buf = Buffer.allocUnsafe(65536);
    return out;
  }

  private room(n: number): void {
    if (this.pos + n <= this.buf.length) return;
    if (this.pos + n > MAX_ENCODED_BYTES) {
      throw new MongoError(10334, `BSONObj size exceeds ${MAX_ENCODED_BYTES} bytes while it is written`);
    }
    const bigger = Buffer.allocUnsafe(Math.max(this.buf.length * 2, this.pos + n));
    this.buf.copy(bigger, 0, 0, this.pos);
    this.buf = bigger;
  }

  private document(doc: Doc, depth: number): void {
    spend(0);
    if (depth > MAX_DEPTH) throw new MongoError(15, `BSON nesting exceeds ${MAX_DEPTH} levels`);
    const start = this.pos;
    this.int32(0);
    for (const [name, value] of doc) this.element(name, value, depth);
    this.byte(0);
    this.buf.writeInt32LE(this.pos - start, start);
  }

  private array(values: readonly Value[], depth: number): void {
    spend(0);
    if (depth > MAX_DEPTH) throw new MongoError(15, `BSON nesting exceeds ${MAX_DEPTH} levels`);
    const start = this.pos;
    this.int32(0);
    for (let i = 0; i < values.length; i++) {
      this.element(INDEX_NAMES[i] ?? String(i), values[i] as Value, depth);
    }
    this.byte(0);
    this.buf.writeInt32LE(this.pos - start, start);
  }

  private byte(b: number): void {
    this.room(1);
    this.buf[this.pos++] = b;
  }

  private int32(n: number): void {
    this.room(4);
    this.buf.writeInt32LE(n, this.pos);
    this.pos += 4;
  }

  private bytes(b: Uint8Array): void {
    const n = b.length;
    this.room(n);
    // Byte by byte is quicker for an ObjectId and a Decimal128, which are most.
    if (n > SHORT_BYTES) this.buf.set(b, this.pos);
    else for (let i = 0; i < n; i++) this.buf[this.pos + i] = b[i] as number;
    this.pos += n;
  }

  private chars(s: string): number {
    // A character takes three bytes at most; only where those are not at hand is it worth counting.
    if (this.pos + s.length * 3 > this.buf.length) this.room(Buffer.byteLength(s));
    const start = this.pos;
    if (s.length > 64) {
      this.pos += this.buf.write(s, start, 'utf8');
      return this.pos - start;
    }
    for (let i = 0; i < s.length; i++) {
      const unit = s.charCodeAt(i);
      if (unit > 127) {
        this.pos = start + this.buf.write(s, start, 'utf8');
        return this.pos - start;
      }
      this.buf[start + i] = unit;
    }
    this.pos = start + s.length;
    return s.length;
  }

  private cstring(s: string): void {
    if (s.includes('\0')) throw new MongoError(2, 'A field name must not contain a null byte');
    this.chars(s);
    this.byte(0);
  }

  private text(s: string): void {
    const at = this.pos;
    this.int32(0);
    const length = this.chars(s);
    this.byte(0);
    this.buf.writeInt32LE(length + 1, at);
  }

  private element(name: string, v: Value, depth: number): void {
    const kind = kindOf(v);
    this.byte(kind & 0xff);
    this.cstring(name);
    switch (kind) {
      case 1:
        this.room(8);
        this.buf.writeDoubleLE(v as number, this.pos);
        this.pos += 8;
        return;
      case 2:
        return this.text(v as string);
      case 3:
        return this.document(v as Doc, depth + 1);
      case 4:
        return this.array(v as Value[], depth + 1);
      case 7:
        return this.bytes((v as ObjectId).id);
      case 8:
        return this.byte(v === true ? 1 : 0);
      case 9:
        return this.milliseconds((v as Date).getTime());
      case 16:
        return this.int32((v as Int32).value);
      case 18:
        return this.int64(v as bigint);
      case 19:
        return this.bytes((v as Decimal128).bytes);
      default:
        return this.rare(kind, v, depth);
    }
  }

  /** A whole number of milliseconds as int64, without a detour over bigint. */
  private milliseconds(ms: number): void {
    const high = Math.floor(ms / 4294967296);
    this.room(8);
    this.buf.writeUInt32LE(ms - high * 4294967296, this.pos);
    this.buf.writeInt32LE(high, this.pos + 4);
    this.pos += 8;
  }

  private int64(n: bigint): void {
    this.room(8);
    this.buf.writeBigInt64LE(n, this.pos);
    this.pos += 8;
  }

  private rare(kind: number, v: Value, depth: number): void {
    if (v instanceof Binary) return this.binary(v);
    if (v instanceof BSONRegExp) {
      this.cstring(v.pattern);
      return this.cstring(v.options);
    }
    if (v instanceof DbPointer) {
      this.text(v.namespace);
      return this.bytes(v.id.id);
    }
    if (v instanceof Code) return this.text(v.code);
    if (v instanceof BSONSymbol) return this.text(v.value);
    if (v instanceof Timestamp) {
      this.int32(v.getLowBits());
      return this.int32(v.getHighBits());
    }
    if (v instanceof CodeWithScope) {
      const at = this.pos;
      this.int32(0);
      this.text(v.code);
      this.document(v.scope, depth + 1);
      this.buf.writeInt32LE(this.pos - at, at);
      return;
    }
    // Null, undefined, MinKey and MaxKey are their type byte alone.
    if (kind !== 10 && kind !== 6 && kind !== -1 && kind !== 127) throw new TypeError('Not a BSON value');
  }

  private binary(v: Binary): void {
    const content = v.value();
    const old = v.sub_type === 2;
    this.int32(old ? content.length + 4 : content.length);
    this.byte(v.sub_type);
    if (old) this.int32(content.length);
    this.bytes(content);
  }
}

const writer = new Writer();

/** Encodes a document as BSON. Nesting deeper than 200 throws 15 Overflow, more than 32 MB 10334. */
export function encode(doc: Doc): Buffer {
  return writer.run(doc);
}
