import type { Binary, BSONRegExp, Code, ObjectId, Timestamp } from 'bson';
import { BSONSymbol, type Decimal128, Int32 } from 'bson';

import { digitCount, normalizeParts } from '../values/decimal.js';
import { kindOf, rankOfKind } from '../values/kinds.js';
import { compareNumbers, partsOf, toDouble, type Numeric } from '../values/numbers.js';
import type { CodeWithScope, DbPointer, Doc, Value } from '../values/types.js';

const NAN = 1;
const NEGATIVE = 2;
const ZERO = 3;
const POSITIVE = 4;
const EXACT = 0;
const MORE = 1;
/** Bias that makes the decimal exponent of every Decimal128 positive. */
const EXPONENT_BIAS = 0x4000;

/** Bytes that are kept for the next key. */
const KEPT_BYTES = 16 * 1024;

const scratch = Buffer.alloc(8);

/** Writes values as bytes whose order is the order of the values. */
export class KeyWriter {
  private buf = Buffer.allocUnsafeSlow(KEPT_BYTES);
  private pos = 0;

  /** Begins a new key. What an immense one has needed is given back. */
  restart(): void {
    this.pos = 0;
    if (this.buf.length > KEPT_BYTES) this.buf = Buffer.allocUnsafeSlow(KEPT_BYTES);
  }

  /** Appends one component; missing counts as null. Descending components are inverted. */
  component(v: Value | undefined, descending: boolean): void {
    const start = this.pos;
    this.value(v === undefined ? null : v);
    if (descending) this.invert(start);
  }

  /** Appends one raw byte. */
  byte(b: number): void {
    this.room(1);
    this.buf[this.pos++] = b;
  }

  /** The bytes so far, in a buffer of their own. */
  finish(): Buffer {
    const out = Buffer.allocUnsafe(this.pos);
    this.buf.copy(out, 0, 0, this.pos);
    return out;
  }

  private room(n: number): void {
    if (this.pos + n <= this.buf.length) return;
    const bigger = Buffer.allocUnsafe(Math.max(this.buf.length * 2, this.pos + n));
    this.buf.copy(bigger, 0, 0, this.pos);
    this.buf = bigger;
  }

  private invert(start: number): void {
    for (let i = start; i < this.pos; i++) this.buf[i] = ~(this.buf[i] as number) & 0xff;
  }

  private value(v: Value): void {
    const rank = rankOfKind(kindOf(v));
    this.byte(rank);
    this.content(rank, v);
  }

  private content(rank: number, v: Value): void {
    switch (rank) {
      case 10:
        return this.number(v as Numeric);
      case 15:
        return this.text(v instanceof BSONSymbol ? v.value : (v as string));
      case 20:
        return this.document(v as Doc);
      case 25:
        for (const item of v as Value[]) this.value(item);
        return this.byte(0);
      case 30: {
        const content = (v as Binary).value();
        this.uint32(content.length);
        this.byte((v as Binary).sub_type);
        return this.bytes(content);
      }
      case 35:
        return this.bytes((v as ObjectId).id);
      case 40:
        return this.byte(v === true ? 1 : 0);
      case 45:
        scratch.writeBigInt64BE(BigInt((v as Date).getTime()));
        scratch[0] = (scratch[0] as number) ^ 0x80;
        return this.bytes(scratch);
      case 47:
        this.uint32((v as Timestamp).getHighBitsUnsigned());
        return this.uint32((v as Timestamp).getLowBitsUnsigned());
      case 50:
        this.text((v as BSONRegExp).pattern);
        return this.text((v as BSONRegExp).options);
      case 55:
        this.uint32(Buffer.byteLength((v as DbPointer).namespace));
        this.text((v as DbPointer).namespace);
        return this.bytes((v as DbPointer).id.id);
      case 60:
        return this.text((v as Code).code);
      case 65:
        this.text((v as CodeWithScope).code);
        return this.document((v as CodeWithScope).scope);
    }
  }

  /** Type, name, content of every field: the order in which documents are compared. */
  private document(doc: Doc): void {
    for (const [name, v] of doc) {
      const rank = rankOfKind(kindOf(v));
      this.byte(rank);
      this.text(name);
      this.content(rank, v);
    }
    this.byte(0);
  }

  private bytes(b: Uint8Array): void {
    this.room(b.length);
    this.buf.set(b, this.pos);
    this.pos += b.length;
  }

  private uint32(n: number): void {
    this.room(4);
    this.buf.writeUInt32BE(n, this.pos);
    this.pos += 4;
  }

  /** UTF-8, a null byte written as 00 FF, ended by 00 00. */
  private text(s: string): void {
    this.room(s.length * 3 + 2);
    const end = this.pos + this.buf.write(s, this.pos, 'utf8');
    if (!s.includes('\0')) {
      this.pos = end;
    } else {
      const raw = Buffer.from(this.buf.subarray(this.pos, end));
      for (const b of raw) {
        this.byte(b);
        if (b === 0) this.byte(0xff);
      }
    }
    this.byte(0);
    this.byte(0);
  }

  /**
   * Sign class, then the magnitude cut down to a double. Numbers that no double holds exactly
   * (large int64, most decimals) follow with their decimal exponent and digits.
   */
  private number(v: Numeric): void {
    const plain = typeof v === 'number' ? v : v instanceof Int32 ? v.value : undefined;
    if (plain !== undefined) return this.exactDouble(plain);
    const nearest = toDouble(v);
    const direction = nearest !== nearest ? 0 : compareNumbers(v, nearest);
    if (direction === 0) return this.exactDouble(nearest);
    this.inexact(v as bigint | Decimal128, nearest, direction);
  }

  private exactDouble(d: number): void {
    if (d !== d) return this.byte(NAN);
    if (d === 0) return this.byte(ZERO);
    this.byte(d < 0 ? NEGATIVE : POSITIVE);
    const start = this.pos;
    scratch.writeDoubleBE(Math.abs(d));
    this.bytes(scratch);
    this.byte(EXACT);
    if (d < 0) this.invert(start);
  }

  private inexact(v: bigint | Decimal128, nearest: number, direction: number): void {
    const parts = normalizeParts(partsOf(v));
    const negative = parts.negative;
    this.byte(negative ? NEGATIVE : POSITIVE);
    const start = this.pos;
    scratch.writeDoubleBE(Math.abs(nearest));
    const roundedUp = negative ? direction > 0 : direction < 0;
    // One step down in the bits is the next smaller double.
    if (roundedUp) scratch.writeBigUInt64BE(scratch.readBigUInt64BE() - 1n);
    this.bytes(scratch);
    this.byte(MORE);
    const exponent = digitCount(parts.coefficient) + parts.exponent + EXPONENT_BIAS;
    this.byte(exponent >> 8);
    this.byte(exponent & 0xff);
    this.bytes(Buffer.from(parts.coefficient.toString(), 'latin1'));
    this.byte(0);
    if (negative) this.invert(start);
  }
}
