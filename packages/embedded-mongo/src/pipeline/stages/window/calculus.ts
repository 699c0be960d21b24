import { Decimal128, Int32 } from 'bson';

import { MongoError } from '../../../errors.js';
import type { Pacer } from '../../../flow/pacer.js';
import { PAUSE } from '../../../flow/pause.js';
import type { Sort } from '../../../sorter/index.js';
import { addNumbers, divideNumbers, isZero, multiplyNumbers, subtractNumbers } from '../../../values/arithmetic.js';
import { compareValues } from '../../../values/compare.js';
import { isNullish, isNumeric, kindName } from '../../../values/kinds.js';
import { toDouble, toExactInteger, type Numeric } from '../../../values/numbers.js';
import type { Doc, Value } from '../../../values/types.js';
import { UNIT_MILLIS } from '../../expression/date-arguments.js';
import { compile } from '../../expression/compile.js';
import type { Scope } from '../../expression/scope.js';
import { RunningSum } from '../../sum.js';
import { windowBounds } from './bounds.js';
import { quick, type WindowFunction } from './partition.js';

const failed = (message: string): MongoError => new MongoError(9, message);
const plus = (a: Numeric, b: Numeric): Numeric => addNumbers(a, b) ?? toDouble(a) + toDouble(b);
const minus = (a: Numeric, b: Numeric): Numeric => subtractNumbers(a, b) ?? toDouble(a) - toDouble(b);
const times = (a: Numeric, b: Numeric): Numeric => multiplyNumbers(a, b) ?? toDouble(a) * toDouble(b);

/** The distance of two sort values, dates in milliseconds. */
function distance(from: Value, to: Value): Numeric {
  if (from instanceof Date && to instanceof Date) return BigInt(to.getTime() - from.getTime());
  return minus(to as Numeric, from as Numeric);
}

/** The one field that the partition is sorted by, as an expression. */
function sortValue(op: string, sort: Sort | undefined): (doc: Doc) => Value {
  if (sort === undefined) throw failed(`${op} requires a sortBy`);
  const [first, ...others] = sort.keys;
  if (first === undefined || others.length > 0) throw failed(`${op} requires a non-compound sortBy`);
  return (doc) => sort.sortKey(doc)[0] as Value;
}

interface OverTime {
  readonly input: (doc: Doc) => Value | undefined;
  readonly unitMillis: number | undefined;
}

/** Argument of `$derivative` and `$integral`. */
function overTime(op: string, spec: Doc, scope: Scope): OverTime {
  for (const name of spec.keys())
    if (name !== op && name !== 'window') throw failed(`${op} got unexpected argument: ${name}`);
  const arg = spec.get(op) as Value;
  if (!(arg instanceof Map)) throw failed(`${op} expects an object, but got a ${kindName(arg)}`);
  for (const name of arg.keys())
    if (name !== 'input' && name !== 'unit') throw failed(`${op} got unexpected argument: ${name}`);
  if (!arg.has('input')) throw failed(`${op} requires an 'input' expression`);
  const unit = arg.get('unit');
  if (unit !== undefined && typeof unit !== 'string') throw new MongoError(5490704, "'unit' must be a string");
  if (unit !== undefined && !(unit in UNIT_MILLIS)) {
    if (['year', 'quarter', 'month'].includes(unit)) throw new MongoError(5490710, "unit must be 'week' or smaller");
    throw failed(`unknown time unit value: ${unit}`);
  }
  return {
    input: scope.compile(arg.get('input') as Value),
    unitMillis: unit === undefined ? undefined : UNIT_MILLIS[unit as keyof typeof UNIT_MILLIS],
  };
}

/** `$derivative`: the slope from the first to the last document of the window. */
export function derivative(spec: Doc, sort: Sort | undefined, scope: Scope): WindowFunction {
  const timeOf = sortValue('$derivative', sort);
  const { input, unitMillis } = overTime('$derivative', spec, scope);
  if (!spec.has('window')) throw failed('$derivative requires explicit window bounds');
  const bounds = windowBounds(spec.get('window'), sort);
  return quick((partition) => {
    const { docs } = partition;
    const windowAt = bounds(partition);
    return docs.map((_doc, i) => {
      const [from, to] = windowAt(i);
      const left = docs[from];
      const right = docs[to];
      if (from > to || left === undefined || right === undefined) return null;
      const [start, end] = [timeOf(left), timeOf(right)];
      assertTimes(start, end, unitMillis);
      const [before, after] = [input(left), input(right)];
      if (isNullish(before) || isNullish(after))
        throw new MongoError(5624903, '$derivative input must not be null or missing');
      if (!isNumeric(before) || !isNumeric(after))
        throw new MongoError(14, `can't $subtract ${kindName(before)} from ${kindName(after)}`);
      const run = distance(start, end);
      if (isZero(run)) return null;
      const slope = divideNumbers(minus(after, before), run);
      return unitMillis === undefined ? slope : times(slope, BigInt(unitMillis));
    });
  });
}

function assertTimes(start: Value, end: Value, unitMillis: number | undefined): void {
  const dates = start instanceof Date && end instanceof Date;
  if (unitMillis !== undefined) {
    if (!dates) throw new MongoError(5624900, "$derivative with 'unit' expects the sortBy field to be a Date");
    return;
  }
  if (start instanceof Date || end instanceof Date)
    throw new MongoError(5624901, "$derivative where the sortBy is a Date requires an 'unit'");
  if (!isNumeric(start) || !isNumeric(end))
    throw new MongoError(5624902, "$derivative (with no 'unit') expects the sortBy field to be numeric");
}

/** `$integral`: the area under the values by trapezoids. */
export function integral(spec: Doc, sort: Sort | undefined, scope: Scope, pacer: Pacer): WindowFunction {
  const timeOf = sortValue('$integral', sort);
  const { input, unitMillis } = overTime('$integral', spec, scope);
  const bounds = windowBounds(spec.get('window'), sort);
  return function* (partition) {
    const { docs } = partition;
    const windowAt = bounds(partition);
    const points = docs.map((doc) => pointOf(timeOf(doc), input(doc), unitMillis));
    const out: (Value | undefined)[] = [];
    let sum = new RunningSum();
    let start = -1;
    let end = -1;
    for (let i = 0; i < docs.length; i++) {
      const [from, to] = windowAt(i);
      if (from !== start) {
        sum = new RunningSum();
        start = end = from;
      }
      for (; end < to; end++) {
        if (pacer.due()) yield PAUSE;
        sum.add(trapezoid(points[end] as Point, points[end + 1] as Point));
      }
      const area = from > to ? null : sum.result();
      out.push(area === null || unitMillis === undefined ? area : divideNumbers(area, BigInt(unitMillis)));
    }
    return out;
  };
}

type Point = readonly [x: Value, y: Numeric];

function pointOf(x: Value, y: Value | undefined, unitMillis: number | undefined): Point {
  if (!isNumeric(y) || !(isNumeric(x) || x instanceof Date))
    throw new MongoError(
      5423900,
      'The input value of $integral window function must be a vector of 2 value, the first value must be numeric or date type and the second must be numeric.',
    );
  if (unitMillis !== undefined && !(x instanceof Date))
    throw new MongoError(5423901, "$integral with 'unit' expects the sortBy field to be a Date");
  if (unitMillis === undefined && x instanceof Date)
    throw new MongoError(5423902, "$integral (with no 'unit') expects the sortBy field to be numeric");
  return [x, y];
}

function trapezoid([x1, y1]: Point, [x2, y2]: Point): Numeric {
  if (x1 instanceof Date !== x2 instanceof Date) return new Int32(0);
  return divideNumbers(times(plus(y1, y2), distance(x1, x2)), 2);
}

/** `$expMovingAvg`: each value counts with the weight alpha against all before. */
export function expMovingAvg(spec: Doc, sort: Sort | undefined, scope: Scope): WindowFunction {
  const arg = spec.get('$expMovingAvg') as Value;
  if (spec.size > 1 || !(arg instanceof Map))
    throw failed('$expMovingAvg must have exactly one argument that is an object');
  const n = arg.get('N');
  const given = arg.get('alpha');
  if (arg.size !== 2 || !arg.has('input') || (n === undefined) === (given === undefined))
    throw failed(
      "$expMovingAvg sub object must have exactly two fields: An 'input' field, and either an 'N' field or an 'alpha' field",
    );
  if (sort === undefined) throw failed("$expMovingAvg requires an explicit 'sortBy'");
  const alpha = n === undefined ? alphaOf(given as Value) : alphaOfCount(n);
  const input = scope.compile(arg.get('input') as Value);
  return quick(({ docs }) => {
    let average: Numeric | null = null;
    return docs.map((doc) => {
      const v = input(doc);
      if (isNumeric(v)) average = average === null ? v : plus(times(v, alpha), times(average, minus(1, alpha)));
      return average;
    });
  });
}

function alphaOf(v: Value): Numeric {
  if (!isNumeric(v)) throw failed("'alpha' must be a number");
  if (compareValues(v, 0) <= 0 || compareValues(v, 1) >= 0)
    throw failed(`'alpha' must be between 0 and 1 (exclusive), found alpha: ${toDouble(v)}`);
  return v instanceof Decimal128 ? v : toDouble(v);
}

function alphaOfCount(v: Value): Numeric {
  const n = isNumeric(v) ? toExactInteger(v) : undefined;
  if (n === undefined) throw failed(`'N' field must be an integer, but found type ${kindName(v)}`);
  if (n <= 0n) throw failed(`'N' must be greater than zero. Got ${n}`);
  return 2 / (Number(n) + 1);
}

/** `$locf`: the last value that is not null. */
export function lastObserved(spec: Doc, scope: Scope): WindowFunction {
  if (spec.size > 1) throw failed("'window' field is not allowed in $locf");
  const input = scope.compile(spec.get('$locf') as Value);
  return quick(({ docs }) => {
    let last: Value = null;
    return docs.map((doc) => {
      const v = input(doc);
      if (!isNullish(v)) last = v;
      return last;
    });
  });
}

/** `$linearFill`: nulls between two known values lie on the line between them. */
export function linearFill(spec: Doc, sort: Sort | undefined, scope: Scope): WindowFunction {
  if (spec.size > 1) throw failed("'window' field is not allowed in $linearFill");
  if (sort?.keys.length !== 1)
    throw new MongoError(
      605001,
      '$linearFill must be specified with a top level sortBy expression with exactly one element',
    );
  const input = scope.compile(spec.get('$linearFill') as Value);
  const timeOf = compile(`$${sort.keys[0]?.[0] ?? ''}`, scope);
  return quick(({ docs }) => {
    const points = docs.map((doc) => ({ x: timeOf(doc), y: input(doc) }));
    points.forEach(({ x, y }, i) => assertFillable(x, y, points[i - 1]?.x));
    let known: Point | undefined;
    let next = 0;
    return points.map(({ x, y }, i) => {
      if (isNumeric(y)) {
        known = [x as Value, y];
        return y;
      }
      if (next <= i) for (next = i + 1; next < points.length && !isNumeric(points[next]?.y);) next += 1;
      const after = points[next];
      if (known === undefined || after === undefined) return null;
      const [x1, y1] = known;
      const slope = divideNumbers(minus(after.y as Numeric, y1), distance(x1, after.x as Value));
      return plus(y1, times(distance(x1, x as Value), slope));
    });
  });
}

function assertFillable(x: Value | undefined, y: Value | undefined, before: Value | undefined): void {
  if (!isNumeric(y) && !isNullish(y))
    throw new MongoError(14, `Value to be filled must be numeric or nullish, but found ${kindName(y)}`);
  if (!isNumeric(x) && !(x instanceof Date))
    throw new MongoError(14, `Value of the sortBy field must be numeric or a date, but found ${kindName(x)}`);
  if (before === undefined) return;
  if (compareValues(x, before) === 0)
    throw new MongoError(6050106, 'There can be no repeated values in the sort field');
  if (isNumeric(x) !== isNumeric(before))
    throw new MongoError(
      14,
      `Conflicting sort value types, previously received type ${kindName(before)}, but found ${kindName(x)}`,
    );
}

/** `$covariancePop` and `$covarianceSamp` of two numbers `[x, y]`; other inputs do not count. */
export class Covariance {
  #n = 0;
  #meanX: Numeric = 0;
  #meanY: Numeric = 0;
  #moment: Numeric = 0;

  constructor(private readonly sample: boolean) {}

  add(v: Value | undefined): void {
    const [x, y] = Array.isArray(v) && v.length === 2 ? v : [];
    if (!isNumeric(x) || !isNumeric(y)) return;
    this.#n += 1;
    const dx = minus(x, this.#meanX);
    this.#meanX = plus(this.#meanX, divideNumbers(dx, this.#n));
    this.#meanY = plus(this.#meanY, divideNumbers(minus(y, this.#meanY), this.#n));
    this.#moment = plus(this.#moment, times(dx, minus(y, this.#meanY)));
  }

  result(): Value {
    const divisor = this.sample ? this.#n - 1 : this.#n;
    return divisor <= 0 ? null : divideNumbers(this.#moment, divisor);
  }
}
