import { Int32 } from 'bson';

import { MongoError } from '../errors.js';
import { divideNumbers } from '../values/arithmetic.js';
import { canonicalKey, compareValues } from '../values/compare.js';
import { isNullish, isNumeric, kindName } from '../values/kinds.js';
import { toDouble } from '../values/numbers.js';
import type { Doc, Value } from '../values/types.js';
import { RunningSum } from './sum.js';

/** The state of one accumulator in one group. */
export interface Accumulator {
  add(v: Value | undefined): void;
  /** The result; undefined is a missing value. */
  result(): Value | undefined;
  /** True when it keeps values, whose size counts against the memory limit. */
  readonly keeps: boolean;
}

class Sum implements Accumulator {
  readonly keeps = false;
  private readonly total = new RunningSum();
  add(v: Value | undefined): void {
    if (isNumeric(v)) this.total.add(v);
  }
  result(): Value {
    return this.total.result();
  }
}

class Average implements Accumulator {
  readonly keeps = false;
  private readonly total = new RunningSum();
  private count = 0;
  add(v: Value | undefined): void {
    if (!isNumeric(v)) return;
    this.total.add(v);
    this.count += 1;
  }
  result(): Value {
    if (this.count === 0) return null;
    return this.total.isDecimal
      ? divideNumbers(this.total.asDecimal(), new Int32(this.count))
      : this.total.asDouble() / this.count;
  }
}

class Extreme implements Accumulator {
  readonly keeps = false;
  private best: Value | undefined;
  constructor(private readonly sign: 1 | -1) {}
  add(v: Value | undefined): void {
    if (isNullish(v)) return;
    if (this.best === undefined || this.sign * compareValues(v, this.best) < 0) this.best = v;
  }
  result(): Value {
    return this.best === undefined ? null : this.best;
  }
}

class First implements Accumulator {
  readonly keeps = false;
  private seen = false;
  private value: Value | undefined;
  add(v: Value | undefined): void {
    if (this.seen) return;
    this.seen = true;
    this.value = v;
  }
  result(): Value | undefined {
    return this.value;
  }
}

class Last implements Accumulator {
  readonly keeps = false;
  private value: Value | undefined;
  add(v: Value | undefined): void {
    this.value = v;
  }
  result(): Value | undefined {
    return this.value;
  }
}

class Push implements Accumulator {
  readonly keeps = true;
  private readonly values: Value[] = [];
  add(v: Value | undefined): void {
    if (v !== undefined) this.values.push(v);
  }
  result(): Value {
    return this.values.slice();
  }
}

class AddToSet implements Accumulator {
  readonly keeps = true;
  private readonly values = new Map<string, Value>();
  add(v: Value | undefined): void {
    if (v === undefined) return;
    const key = canonicalKey(v);
    if (!this.values.has(key)) this.values.set(key, v);
  }
  result(): Value {
    return [...this.values.values()];
  }
}

class Count implements Accumulator {
  readonly keeps = false;
  private n = 0;
  add(): void {
    this.n += 1;
  }
  result(): Value {
    return new Int32(this.n);
  }
}

class MergeObjects implements Accumulator {
  readonly keeps = true;
  private readonly doc: Doc = new Map();
  add(v: Value | undefined): void {
    if (isNullish(v)) return;
    if (!(v instanceof Map))
      throw new MongoError(40400, `$mergeObjects requires object inputs, but input is of type ${kindName(v)}`);
    for (const [name, value] of v) this.doc.set(name, value);
  }
  result(): Value {
    return new Map(this.doc);
  }
}

/** Welford's method, which does not cancel. */
class Deviation implements Accumulator {
  readonly keeps = false;
  private n = 0;
  private mean = 0;
  private squares = 0;
  constructor(private readonly sample: boolean) {}
  add(v: Value | undefined): void {
    if (!isNumeric(v)) return;
    const x = toDouble(v);
    this.n += 1;
    const delta = x - this.mean;
    this.mean += delta / this.n;
    this.squares += delta * (x - this.mean);
  }
  result(): Value {
    const divisor = this.sample ? this.n - 1 : this.n;
    return divisor <= 0 ? null : Math.sqrt(this.squares / divisor);
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
