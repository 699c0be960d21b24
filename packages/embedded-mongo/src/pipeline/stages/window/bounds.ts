import { Int32 } from 'bson';

import { MongoError } from '../../../errors.js';
import type { Sort } from '../../../sorter/index.js';
import { addNumbers } from '../../../values/arithmetic.js';
import { compareValues } from '../../../values/compare.js';
import { isNumeric, kindName } from '../../../values/kinds.js';
import { toExactInteger, type Numeric } from '../../../values/numbers.js';
import type { Value } from '../../../values/types.js';
import { unitArg, type Unit } from '../../expression/date-arguments.js';
import { addUnits } from '../../expression/date-arithmetic.js';
import { UTC } from '../../expression/time-zone.js';
import type { Partition, Window } from './partition.js';

/** The windows of all documents of a partition; both ends only move forward. */
export type WindowFinder = (partition: Partition) => (i: number) => Window;

const failed = (message: string): MongoError => new MongoError(9, message);

/** Reads `window: {documents: [...]}` or `{range: [...], unit}`; undefined is the whole partition. */
export function windowBounds(window: Value | undefined, sort: Sort | undefined): WindowFinder {
  if (window === undefined) return whole;
  if (!(window instanceof Map)) throw failed("'window' field must be an object");
  const { documents, range, unit } = Object.fromEntries(window) as Readonly<Record<string, Value | undefined>>;
  if (documents !== undefined && range !== undefined)
    throw failed("Window bounds can specify either 'documents' or 'unit', not both.");
  if (range === undefined && unit !== undefined)
    throw failed("Window bounds can only specify 'unit' with range-based bounds.");
  if (range === undefined && documents === undefined) {
    if (window.size === 0) return whole;
    throw failed(
      "'window' field can only contain 'documents' as the only argument or 'range' with an optional 'unit' field",
    );
  }
  return documents !== undefined
    ? documentWindow(documents, window.size, sort)
    : rangeWindow(range as Value, unit, window.size, sort);
}

const whole: WindowFinder =
  ({ docs }) =>
  () => [0, docs.length - 1];

function pairOf(bounds: Value): readonly [Value, Value] {
  if (!Array.isArray(bounds) || bounds.length !== 2) throw failed('Window bounds must be a 2-element array');
  return bounds as [Value, Value];
}

/** A bound as given: a number (0 for "current"), or undefined for "unbounded". */
function boundOf(v: Value, check: (v: Value) => Numeric): Numeric | undefined {
  if (v === 'unbounded') return undefined;
  if (v === 'current') return new Int32(0);
  if (typeof v === 'string') throw failed("Window bounds must be 'unbounded', 'current', or a number.");
  return check(v);
}

function assertForward(low: Numeric | undefined, high: Numeric | undefined): void {
  if (low !== undefined && high !== undefined && compareValues(low, high) > 0)
    throw new MongoError(5339900, `Lower bound must not exceed upper bound: [${show(low)}, ${show(high)}]`);
}

const show = (n: Numeric): string => (n instanceof Int32 ? String(n.value) : n.toString());

function documentWindow(bounds: Value, fields: number, sort: Sort | undefined): WindowFinder {
  if (fields !== 1) throw failed("'window' field that specifies 'documents' cannot have other fields");
  const [low, high] = pairOf(bounds).map((v) =>
    boundOf(v, (n) => {
      if (isNumeric(n) && toExactInteger(n) !== undefined) return n;
      throw failed('Numeric document-based bounds must be an integer');
    }),
  );
  assertForward(low, high);
  if (sort === undefined && (low !== undefined || high !== undefined))
    throw new MongoError(5339901, 'Document-based bounds require a sortBy');
  const from = low === undefined ? -Infinity : Number(toExactInteger(low));
  const to = high === undefined ? Infinity : Number(toExactInteger(high));
  return ({ docs }) => {
    const last = docs.length - 1;
    return (i) => [Math.max(0, i + from), Math.min(last, i + to)];
  };
}

function rangeWindow(bounds: Value, unitName: Value | undefined, fields: number, sort: Sort | undefined): WindowFinder {
  const pair = pairOf(bounds);
  if (fields > (unitName === undefined ? 1 : 2))
    throw failed("'window' field that specifies 'range' cannot have other fields besides 'unit'");
  if (unitName !== undefined && typeof unitName !== 'string') throw failed("'unit' must be a string");
  const unit = unitName === undefined ? undefined : unitArg(unitName, 'window');
  const [low, high] = pair.map((v) =>
    boundOf(v, (n) => {
      if (!isNumeric(n)) throw failed('Range-based bounds expression must be a number');
      if (unit !== undefined && toExactInteger(n) === undefined)
        throw failed("With 'unit', range-based bounds must be an integer");
      return n;
    }),
  );
  assertForward(low, high);
  const [key, ...others] = sort?.keys ?? [];
  if (key === undefined || others.length > 0)
    throw new MongoError(5339902, 'Range-based bounds require sortBy a single field');
  if (key[1] !== 1) throw new MongoError(8947401, 'Range-based bounds require an ascending sortBy');
  const isOffset = pair.map((v) => typeof v !== 'string');
  return ({ docs, keys }) => {
    const at = (i: number): Value => keys[i]?.[0] ?? null;
    let from = 0;
    let to = -1;
    return (i) => {
      const least = low === undefined ? undefined : isOffset[0] === true ? shifted(at(i), low, unit) : at(i);
      const most = high === undefined ? undefined : isOffset[1] === true ? shifted(at(i), high, unit) : at(i);
      if (least !== undefined) while (from < docs.length && compareValues(at(from), least) < 0) from += 1;
      if (most === undefined) to = docs.length - 1;
      else while (to + 1 < docs.length && compareValues(at(to + 1), most) <= 0) to += 1;
      return [from, to];
    };
  };
}

function shifted(v: Value, by: Numeric, unit: Unit | undefined): Value {
  if (unit !== undefined) {
    if (!(v instanceof Date))
      throw new MongoError(5429513, `Invalid range: Expected the sortBy field to be a Date, but it was ${kindName(v)}`);
    return new Date(addUnits(v.getTime(), unit, Number(toExactInteger(by)), UTC));
  }
  if (v instanceof Date)
    throw new MongoError(
      5429413,
      'Invalid range: For windows that involve date or time ranges, a unit must be provided.',
    );
  if (!isNumeric(v))
    throw new MongoError(5429414, `Invalid range: Expected the sortBy field to be a number, but it was ${kindName(v)}`);
  return addNumbers(v, by) ?? Number(v) + Number(by);
}
