import { MongoError } from '../../errors.js';
import { isNullish, isNumeric, kindName } from '../../values/kinds.js';
import { toExactInteger } from '../../values/numbers.js';
import type { Value } from '../../values/types.js';
import { dayNumber, daysInMonth } from './calendar.js';
import { instantArg, UNIT_MILLIS, unitArg, weekdayArg, zoneArg, type Unit } from './date-arguments.js';
import { namedArgs, type OperatorCompiler, type OperatorTable } from './operator.js';
import { instantOf, localOf, utcMillis, type Zone } from './time-zone.js';

const DAY = 86_400_000;
const MONTHS = { year: 12, quarter: 3, month: 1 } as const;
const isMonthly = (unit: Unit): unit is keyof typeof MONTHS => unit in MONTHS;
const isDaily = (unit: Unit): unit is 'week' | 'day' => unit === 'week' || unit === 'day';

/** Adds calendar units in local time (a missing day becomes the last of its month), clock units exactly. */
export function addUnits(ms: number, unit: Unit, amount: number, zone: Zone): number {
  if (!isMonthly(unit) && !isDaily(unit)) return ms + amount * UNIT_MILLIS[unit];
  const local = localOf(ms, zone);
  if (isDaily(unit)) return instantOf(local.getTime() + amount * UNIT_MILLIS[unit], zone);
  const months = local.getUTCFullYear() * 12 + local.getUTCMonth() + amount * MONTHS[unit];
  const year = Math.floor(months / 12);
  const month = months - year * 12;
  const day = Math.min(local.getUTCDate(), daysInMonth(year, month));
  const timeOfDay = local.getTime() - dayNumber(local) * DAY;
  return instantOf(utcMillis(year, month + 1, day, 0, 0, 0, 0) + timeOfDay, zone);
}

function shifting(sign: 1 | -1): OperatorCompiler {
  return (arg, scope, op) => {
    const named = namedArgs(arg, op, ['startDate', 'unit', 'amount'], ['timezone']);
    const start = scope.compile(named.get('startDate') as Value);
    const unit = scope.compile(named.get('unit') as Value);
    const amount = scope.compile(named.get('amount') as Value);
    const zone = zoneArg(named.get('timezone'), scope);
    return (root) => {
      const ms = instantArg(start(root));
      const u = unitArg(unit(root), op);
      const v = amount(root);
      const at = zone(root);
      if (ms === undefined || u === undefined || isNullish(v) || at === undefined) return null;
      const n = isNumeric(v) ? toExactInteger(v) : undefined;
      if (n === undefined)
        throw new MongoError(5166405, `${op} expects integer amount of time units, found ${kindName(v)}`);
      const result = addUnits(ms, u, sign * Number(n), at);
      if (!(Math.abs(result) <= 8.64e15)) throw new MongoError(5166406, `${op} overflowed`);
      return new Date(result);
    };
  };
}

/** How many boundaries of a unit lie between two instants. */
function boundaries(start: number, end: number, unit: Unit, zone: Zone, firstDay: number): number {
  const [a, b] = [localOf(start, zone), localOf(end, zone)];
  if (isMonthly(unit)) {
    const count = (d: Date): number => Math.floor((d.getUTCFullYear() * 12 + d.getUTCMonth()) / MONTHS[unit]);
    return count(b) - count(a);
  }
  if (unit === 'day') return dayNumber(b) - dayNumber(a);
  // 1970-01-01 was a Thursday, four days after a Sunday.
  if (unit === 'week') {
    const week = (d: Date): number => Math.floor((dayNumber(d) + 4 - firstDay) / 7);
    return week(b) - week(a);
  }
  const size = UNIT_MILLIS[unit];
  const offsets = Math.trunc((zone.offsetAt(end) - zone.offsetAt(start)) / size);
  return Math.floor(b.getTime() / size) - Math.floor(a.getTime() / size) - offsets;
}

const diff: OperatorCompiler = (arg, scope, op) => {
  const named = namedArgs(arg, op, ['startDate', 'endDate', 'unit'], ['timezone', 'startOfWeek']);
  const start = scope.compile(named.get('startDate') as Value);
  const end = scope.compile(named.get('endDate') as Value);
  const unit = scope.compile(named.get('unit') as Value);
  const zone = zoneArg(named.get('timezone'), scope);
  const week = named.has('startOfWeek') ? scope.compile(named.get('startOfWeek') as Value) : () => 'sunday';
  return (root) => {
    const [a, b] = [instantArg(start(root)), instantArg(end(root))];
    const u = unitArg(unit(root), op);
    const at = zone(root);
    if (a === undefined || b === undefined || u === undefined || at === undefined) return null;
    const firstDay = u === 'week' ? weekdayArg(week(root), op) : 0;
    return firstDay === undefined ? null : BigInt(boundaries(a, b, u, at, firstDay));
  };
};

/** Cuts down to a multiple of a unit, counted from 2000-01-01 (weeks from the first start of a week). */
function truncate(ms: number, unit: Unit, size: number, zone: Zone, firstDay: number): number {
  const local = localOf(ms, zone);
  const down = (n: number, bin: number): number => Math.floor(n / bin) * bin;
  if (isMonthly(unit)) {
    const months = (local.getUTCFullYear() - 2000) * 12 + local.getUTCMonth();
    return instantOf(utcMillis(2000, 1 + down(months, size * MONTHS[unit]), 1, 0, 0, 0, 0), zone);
  }
  const epoch = Date.UTC(2000, 0, 1);
  if (isDaily(unit)) {
    // 2000-01-01 was a Saturday.
    const reference = epoch / DAY + (unit === 'week' ? (firstDay + 1) % 7 : 0);
    const bin = size * (unit === 'week' ? 7 : 1);
    return instantOf((reference + down(dayNumber(local) - reference, bin)) * DAY, zone);
  }
  const reference = instantOf(epoch, zone);
  return reference + down(ms - reference, size * UNIT_MILLIS[unit]);
}

const trunc: OperatorCompiler = (arg, scope, op) => {
  const named = namedArgs(arg, op, ['date', 'unit'], ['binSize', 'timezone', 'startOfWeek']);
  const date = scope.compile(named.get('date') as Value);
  const unit = scope.compile(named.get('unit') as Value);
  const bin = named.has('binSize') ? scope.compile(named.get('binSize') as Value) : () => 1;
  const zone = zoneArg(named.get('timezone'), scope);
  const week = named.has('startOfWeek') ? scope.compile(named.get('startOfWeek') as Value) : () => 'sunday';
  return (root) => {
    const ms = instantArg(date(root));
    const u = unitArg(unit(root), op);
    const size = bin(root);
    const at = zone(root);
    if (ms === undefined || u === undefined || isNullish(size) || at === undefined) return null;
    const n = isNumeric(size) ? toExactInteger(size) : undefined;
    if (n === undefined || n <= 0n)
      throw new MongoError(5439018, `${op} requires 'binSize' to be a positive 64-bit integer`);
    const firstDay = u === 'week' ? weekdayArg(week(root), op) : 0;
    return firstDay === undefined ? null : new Date(truncate(ms, u, Number(n), at, firstDay));
  };
};

export const DATE_ARITHMETIC: OperatorTable = {
  $dateAdd: shifting(1),
  $dateSubtract: shifting(-1),
  $dateDiff: diff,
  $dateTrunc: trunc,
};
