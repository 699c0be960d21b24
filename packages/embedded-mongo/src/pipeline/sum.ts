import { Decimal128, Int32 } from 'bson';

import { addParts } from '../values/decimal-math.js';
import { decimalOf, decimalParts, exactParts, makeDecimal, type DecimalParts } from '../values/decimal.js';
import { wholeNumber } from '../values/arithmetic.js';
import type { Numeric } from '../values/numbers.js';

/** Widest type seen so far. */
type Width = 'int' | 'long' | 'double' | 'decimal';

/**
 * A running total as `$sum` keeps it: integers exactly, doubles as a pair of doubles so that the order
 * of addition hardly matters, decimals apart.
 */
export class RunningSum {
  private width: Width = 'int';
  private small = 0;
  private big = 0n;
  private high = 0;
  private low = 0;
  private decimal: DecimalParts | undefined;

  /** Adds a number of any type. */
  add(v: Numeric): void {
    if (v instanceof Int32) this.addSmall(v.value);
    else if (typeof v === 'number') {
      if (this.width !== 'decimal') this.width = 'double';
      this.addDouble(v);
    } else if (typeof v === 'bigint') {
      if (this.width === 'int') this.width = 'long';
      this.big += v;
    } else {
      this.width = 'decimal';
      const parts = decimalParts(v);
      this.decimal = this.decimal === undefined ? parts : roundedSum(this.decimal, parts);
    }
  }

  private addSmall(n: number): void {
    this.small += n;
    if (!Number.isSafeInteger(this.small)) {
      this.big += BigInt(this.small);
      this.small = 0;
    }
  }

  private addDouble(d: number): void {
    const sum = this.high + d;
    const part = sum - this.high;
    if (Number.isFinite(sum)) this.low += this.high - (sum - part) + (d - part);
    this.high = sum;
  }

  /** The total of the doubles and integers as one double. */
  asDouble(): number {
    const integers = this.big + BigInt(this.small);
    if (!Number.isFinite(this.high)) return this.high;
    return this.high + (this.low + Number(integers));
  }

  /** The total in the type that MongoDB gives it; an int64 that overflows becomes a double. */
  result(): Numeric {
    switch (this.width) {
      case 'decimal':
        return this.asDecimal();
      case 'double':
        return this.asDouble();
      default: {
        const total = this.big + BigInt(this.small);
        return wholeNumber(total, this.width === 'long') ?? wholeNumber(total, true) ?? Number(total);
      }
    }
  }

  /** The total as a decimal. */
  asDecimal(): Decimal128 {
    let total = this.decimal ?? decimalOf(0n, 0);
    const integers = this.big + BigInt(this.small);
    if (integers !== 0n) total = roundedSum(total, decimalOf(integers, 0));
    if (!Number.isFinite(this.high))
      return makeDecimal(roundedSum(total, decimalParts(Decimal128.fromString(String(this.high)))));
    for (const d of [this.high, this.low]) if (d !== 0) total = roundedSum(total, exactParts(d));
    return makeDecimal(total);
  }

  /** True when a decimal was among the numbers. */
  get isDecimal(): boolean {
    return this.width === 'decimal';
  }
}

function roundedSum(a: DecimalParts, b: DecimalParts): DecimalParts {
  const { parts, sticky } = addParts(a, b);
  return decimalParts(makeDecimal(parts, sticky));
}
