import { Int32 } from 'bson';

import { MongoError } from '../errors.js';
import { divideNumbers } from '../values/arithmetic.js';
import { canonicalKey, compareValues } from '../values/compare.js';
import { isNullish, isNumeric, kindName } from '../values/kinds.js';
import { INT32_MAX, toDouble } from '../values/numbers.js';
import type { Doc, Value } from '../values/types.js';
import { approximateSize } from './memory.js';
import { RunningSum } from './sum.js';

/** The state of one accumulator in one group. */
export interface Accumulator {
  /** Takes a value in, and tells how many bytes more (or less) it holds now. */
  add(v: Value | undefined): number;
  /** The result; undefined is a missing value. */
  result(): Value | undefined;
}

class Sum implements Accumulator {
  readonly #total = new RunningSum();
  add(v: Value | undefined): number {
    if (isNumeric(v)) this.#total.add(v);
    return 0;
  }
  result(): Value {
    return this.#total.result();
  }
}

class Average implements Accumulator {
  readonly #total = new RunningSum();
  #count = 0;
  add(v: Value | undefined): number {
    if (isNumeric(v)) {
      this.#total.add(v);
      this.#count += 1;
    }
    return 0;
  }
  result(): Value {
    if (this.#count === 0) return null;
    return this.#total.isDecimal
      ? divideNumbers(this.#total.asDecimal(), new Int32(this.#count))
      : this.#total.asDouble() / this.#count;
  }
}

/** Holds one value, and counts what it takes. */
abstract class Holder implements Accumulator {
  protected value: Value | undefined;
  #bytes = 0;
  abstract add(v: Value | undefined): number;
  result(): Value | undefined {
    return this.value;
  }
  protected hold(v: Value | undefined): number {
    const before = this.#bytes;
    // Numbers and dates are counted with the accumulator itself.
    this.#bytes = typeof v === 'string' || v instanceof Map || Array.isArray(v) ? approximateSize(v) : 0;
    this.value = v;
    return this.#bytes - before;
  }
}

class Extreme extends Holder {
  constructor(private readonly sign: 1 | -1) {
    super();
  }
  add(v: Value | undefined): number {
    if (isNullish(v)) return 0;
    return this.value === undefined || this.sign * compareValues(v, this.value) < 0 ? this.hold(v) : 0;
  }
  override result(): Value {
    return this.value === undefined ? null : this.value;
  }
}

class First extends Holder {
  #seen = false;
  add(v: Value | undefined): number {
    if (this.#seen) return 0;
    this.#seen = true;
    return this.hold(v);
  }
}

class Last extends Holder {
  add(v: Value | undefined): number {
    return this.hold(v);
  }
}

class Push implements Accumulator {
  readonly #values: Value[] = [];
  add(v: Value | undefined): number {
    if (v === undefined) return 0;
    this.#values.push(v);
    return 8 + approximateSize(v);
  }
  result(): Value {
    return this.#values.slice();
  }
}

class AddToSet implements Accumulator {
  readonly #values = new Map<string, Value>();
  add(v: Value | undefined): number {
    if (v === undefined) return 0;
    const key = canonicalKey(v);
    if (this.#values.has(key)) return 0;
    this.#values.set(key, v);
    return 64 + key.length + approximateSize(v);
  }
  result(): Value {
    return [...this.#values.values()];
  }
}

class Count implements Accumulator {
  #n = 0;
  add(): number {
    this.#n += 1;
    return 0;
  }
  result(): Value {
    return this.#n <= INT32_MAX ? new Int32(this.#n) : BigInt(this.#n);
  }
}

class MergeObjects implements Accumulator {
  readonly #doc: Doc = new Map();
  add(v: Value | undefined): number {
    if (isNullish(v)) return 0;
    if (!(v instanceof Map))
      throw new MongoError(40400, `$mergeObjects requires object inputs, but input is of type ${kindName(v)}`);
    let bytes = 0;
    for (const [name, value] of v) {
      const before = this.#doc.get(name);
      bytes += approximateSize(value) + (before === undefined ? 32 : -approximateSize(before));
      this.#doc.set(name, value);
    }
    return bytes;
  }
  result(): Value {
    return new Map(this.#doc);
  }
}

/** Welford's method, which does not cancel. */
class Deviation implements Accumulator {
  #n = 0;
  #mean = 0;
  #squares = 0;
  constructor(private readonly sample: boolean) {}
  add(v: Value | undefined): number {
    if (!isNumeric(v)) return 0;
    const x = toDouble(v);
    this.#n += 1;
    const delta = x - this.#mean;
    this.#mean += delta / this.#n;
    this.#squares += delta * (x - this.#mean);
    return 0;
  }
  result(): Value {
    const divisor = this.sample ? this.#n - 1 : this.#n;
    return divisor <= 0 ? null : Math.sqrt(this.#squares / divisor);
  }
}

/** Values at shares of the sorted numbers: the least that at least such a share is not above (`approximate`). */
export class Percentiles implements Accumulator {
  readonly #numbers: number[] = [];
  /** @param shares between 0 and 1 */
  constructor(
    private readonly shares: readonly number[],
    private readonly single: boolean,
  ) {}
  add(v: Value | undefined): number {
    if (!isNumeric(v)) return 0;
    const d = toDouble(v);
    if (Number.isNaN(d)) return 0;
    this.#numbers.push(d);
    return 8;
  }
  result(): Value {
    const sorted = Float64Array.from(this.#numbers).sort();
    const at = (share: number): Value =>
      sorted.length === 0 ? null : (sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] as number);
    return this.single ? at(this.shares[0] as number) : this.shares.map(at);
  }
}

/** Accumulators of one plain argument. */
export const ACCUMULATORS: ReadonlyMap<string, () => Accumulator> = new Map<string, () => Accumulator>([
  ['$sum', () => new Sum()],
  ['$avg', () => new Average()],
  ['$min', () => new Extreme(1)],
  ['$max', () => new Extreme(-1)],
  ['$first', () => new First()],
  ['$last', () => new Last()],
  ['$push', () => new Push()],
  ['$addToSet', () => new AddToSet()],
  ['$count', () => new Count()],
  ['$mergeObjects', () => new MergeObjects()],
  ['$stdDevPop', () => new Deviation(false)],
  ['$stdDevSamp', () => new Deviation(true)],
]);
