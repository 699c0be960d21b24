import { Decimal128, Int32 } from 'bson';

import { addNumbers, divideNumbers, subtractNumbers, wholeNumber } from '../../../values/arithmetic.js';
import { compareValues } from '../../../values/compare.js';
import { isNullish, isNumeric } from '../../../values/kinds.js';
import { toDouble, type Numeric } from '../../../values/numbers.js';
import { RunningSum } from '../../sum.js';
import type { Value } from '../../../values/types.js';

/** The state of a window that moves forward: values come in at its end and leave at its beginning. */
export interface Sliding {
  add(v: Value | undefined): void;
  /** Takes out the oldest value. */
  remove(v: Value | undefined): void;
  result(): Value;
}

const DECIMAL_ZERO = Decimal128.fromString('0');

/** A sum from which values can be taken out again; the result has the widest type that is in the window. */
class SlidingSum implements Sliding {
  protected count = 0;
  #longs = 0;
  #doubles = 0;
  #decimals = 0;
  #nan = 0;
  #positive = 0;
  #negative = 0;
  #integers = 0n;
  #high = 0;
  #low = 0;
  #decimal: Numeric = DECIMAL_ZERO;

  add(v: Value | undefined): void {
    if (isNumeric(v)) this.#note(v, 1);
  }

  remove(v: Value | undefined): void {
    if (isNumeric(v)) this.#note(v, -1);
  }

  #note(v: Numeric, sign: 1 | -1): void {
    this.count += sign;
    if (v instanceof Int32) this.#integers += BigInt(v.value * sign);
    else if (typeof v === 'bigint') {
      this.#longs += sign;
      this.#integers += BigInt(sign) * v;
    } else if (typeof v === 'number') {
      this.#doubles += sign;
      if (Number.isFinite(v)) this.#addDouble(sign * v);
      else this.#noteSpecial(v, sign);
      if (this.#doubles === 0) this.#high = this.#low = 0;
    } else {
      this.#decimals += sign;
      const d = toDouble(v);
      if (Number.isNaN(d) || v.toString().endsWith('Infinity')) this.#noteSpecial(d, sign);
      else this.#decimal = (sign === 1 ? addNumbers : subtractNumbers)(this.#decimal, v) as Numeric;
      if (this.#decimals === 0) this.#decimal = DECIMAL_ZERO;
    }
  }

  #noteSpecial(d: number, sign: number): void {
    if (Number.isNaN(d)) this.#nan += sign;
    else if (d > 0) this.#positive += sign;
    else this.#negative += sign;
  }

  #addDouble(d: number): void {
    const sum = this.#high + d;
    const part = sum - this.#high;
    this.#low += this.#high - (sum - part) + (d - part);
    this.#high = sum;
  }

  #special(): number | undefined {
    if (this.#nan > 0 || (this.#positive > 0 && this.#negative > 0)) return NaN;
    if (this.#positive > 0) return Infinity;
    return this.#negative > 0 ? -Infinity : undefined;
  }

  total(): Numeric {
    const special = this.#special();
    if (special !== undefined) return this.#decimals > 0 ? Decimal128.fromString(String(special)) : special;
    const double = this.#high + this.#low;
    if (this.#decimals > 0) {
      const all = new RunningSum();
      for (const part of [this.#decimal, this.#integers, this.#high, this.#low]) all.add(part);
      return all.asDecimal();
    }
    if (this.#doubles > 0) return double + Number(this.#integers);
    return wholeNumber(this.#integers, this.#longs > 0) ?? wholeNumber(this.#integers, true) ?? Number(this.#integers);
  }

  result(): Value {
    return this.total();
  }
}

class SlidingAverage extends SlidingSum {
  override result(): Value {
    if (this.count === 0) return null;
    const total = this.total();
    return total instanceof Decimal128 ? divideNumbers(total, new Int32(this.count)) : toDouble(total) / this.count;
  }
}

/** The least value: a queue of those that can still become it, in order. */
class SlidingExtreme implements Sliding {
  #queue: Value[] = [];
  #first = 0;

  constructor(private readonly sign: 1 | -1) {}

  add(v: Value | undefined): void {
    if (isNullish(v)) return;
    while (this.#queue.length > this.#first && this.sign * compareValues(this.#queue.at(-1), v) > 0) this.#queue.pop();
    this.#queue.push(v);
  }

  remove(v: Value | undefined): void {
    if (isNullish(v) || this.#queue[this.#first] !== v) return;
    this.#first += 1;
    if (this.#first > 1024) {
      this.#queue = this.#queue.slice(this.#first);
      this.#first = 0;
    }
  }

  result(): Value {
    return this.#queue[this.#first] ?? null;
  }
}

/** Accumulators that a window can slide over; the others are computed anew for each window. */
export const SLIDING: ReadonlyMap<string, () => Sliding> = new Map<string, () => Sliding>([
  ['$sum', () => new SlidingSum()],
  ['$avg', () => new SlidingAverage()],
  ['$min', () => new SlidingExtreme(1)],
  ['$max', () => new SlidingExtreme(-1)],
]);
