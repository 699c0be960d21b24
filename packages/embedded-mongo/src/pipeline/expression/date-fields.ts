import { Int32 } from 'bson';

import { MongoError } from '../../errors.js';
import { isNullish, isNumeric, isTruthy, kindName } from '../../values/kinds.js';
import { toExactInteger } from '../../values/numbers.js';
import type { Value } from '../../values/types.js';
import { dayOfYear, isoDayOfWeek, isoWeek, mondayOfIsoWeek, sundayWeek } from './calendar.js';
import { instantArg, zoneArg } from './date-arguments.js';
import { namedArgs, type OperatorCompiler, type OperatorTable } from './operator.js';
import { instantOf, localOf, utcMillis } from './time-zone.js';

/** `$year` and the like: of a date, or of `{date, timezone}`. */
function field(read: (local: Date) => Value): OperatorCompiler {
  return (arg, scope, op) => {
    let expr: Value = arg;
    let zoneExpr: Value | undefined;
    if (Array.isArray(arg)) {
      if (arg.length !== 1)
        throw new MongoError(
          40536,
          `${op} accepts exactly one argument if given an array, but was given ${arg.length}`,
        );
      expr = arg[0] as Value;
    } else if (arg instanceof Map && arg.keys().next().value?.startsWith('$') === false) {
      for (const name of arg.keys()) {
        if (name !== 'date' && name !== 'timezone')
          throw new MongoError(40535, `unrecognized option to ${op}: "${name}"`);
      }
      if (!arg.has('date')) throw new MongoError(40539, `missing 'date' argument to ${op}`);
      expr = arg.get('date') as Value;
      zoneExpr = arg.get('timezone');
    }
    const date = scope.compile(expr);
    const zone = zoneArg(zoneExpr, scope);
    return (root) => {
      const at = zone(root);
      const ms = instantArg(date(root));
      return ms === undefined || at === undefined ? null : read(localOf(ms, at));
    };
  };
}

const int = (read: (local: Date) => number): OperatorCompiler => field((local) => new Int32(read(local)));

const toParts: OperatorCompiler = (arg, scope, op) => {
  const named = namedArgs(arg, op, ['date'], ['timezone', 'iso8601']);
  const date = scope.compile(named.get('date') as Value);
  const zone = zoneArg(named.get('timezone'), scope);
  const iso = named.has('iso8601') ? scope.compile(named.get('iso8601') as Value) : undefined;
  return (root) => {
    const ms = instantArg(date(root));
    const at = zone(root);
    const asIso = iso?.(root);
    if (ms === undefined || at === undefined || (iso !== undefined && isNullish(asIso))) return null;
    const local = localOf(ms, at);
    const week = isoWeek(local);
    const day: [string, number][] = isTruthy(asIso)
      ? [
          ['isoWeekYear', week.year],
          ['isoWeek', week.week],
          ['isoDayOfWeek', isoDayOfWeek(local)],
        ]
      : [
          ['year', local.getUTCFullYear()],
          ['month', local.getUTCMonth() + 1],
          ['day', local.getUTCDate()],
        ];
    const time: [string, number][] = [
      ['hour', local.getUTCHours()],
      ['minute', local.getUTCMinutes()],
      ['second', local.getUTCSeconds()],
      ['millisecond', local.getUTCMilliseconds()],
    ];
    return new Map([...day, ...time].map(([name, n]): [string, Value] => [name, new Int32(n)]));
  };
};

const PART_DEFAULTS: Readonly<Record<string, number>> = {
  month: 1,
  day: 1,
  isoWeek: 1,
  isoDayOfWeek: 1,
  hour: 0,
  minute: 0,
  second: 0,
  millisecond: 0,
};

const fromParts: OperatorCompiler = (arg, scope, op) => {
  const iso = arg instanceof Map && arg.has('isoWeekYear');
  const names = iso ? ['isoWeekYear', 'isoWeek', 'isoDayOfWeek'] : ['year', 'month', 'day'];
  const all = [...names, 'hour', 'minute', 'second', 'millisecond'];
  const named = namedArgs(arg, op, [names[0] as string], [...all.slice(1), 'timezone']);
  const parts = all.map((name) => ({
    name,
    evaluate: named.has(name) ? scope.compile(named.get(name) as Value) : undefined,
  }));
  const zone = zoneArg(named.get('timezone'), scope);
  return (root) => {
    const at = zone(root);
    const values: number[] = [];
    for (const { name, evaluate } of parts) {
      const v = evaluate?.(root);
      if (evaluate !== undefined && isNullish(v)) return null;
      const n =
        evaluate === undefined ? BigInt(PART_DEFAULTS[name] ?? 0) : isNumeric(v) ? toExactInteger(v) : undefined;
      if (n === undefined) throw new MongoError(40515, `'${name}' must evaluate to an integer, found ${kindName(v)}`);
      values.push(Number(n));
    }
    if (at === undefined) return null;
    const [year, b, c, hour, minute, second, ms] = values as [number, number, number, number, number, number, number];
    if (year < 1 || year > 9999)
      throw new MongoError(40523, `'${names[0]}' must evaluate to an integer in the range 1 to 9999, found ${year}`);
    const local = iso
      ? utcMillis(1970, 1, 1 + mondayOfIsoWeek(year, b) + c - 1, hour, minute, second, ms)
      : utcMillis(year, b, c, hour, minute, second, ms);
    return new Date(instantOf(local, at));
  };
};

export const DATE_FIELDS: OperatorTable = {
  $year: int((d) => d.getUTCFullYear()),
  $month: int((d) => d.getUTCMonth() + 1),
  $dayOfMonth: int((d) => d.getUTCDate()),
  $hour: int((d) => d.getUTCHours()),
  $minute: int((d) => d.getUTCMinutes()),
  $second: int((d) => d.getUTCSeconds()),
  $millisecond: int((d) => d.getUTCMilliseconds()),
  $dayOfWeek: int((d) => d.getUTCDay() + 1),
  $dayOfYear: int(dayOfYear),
  $week: int(sundayWeek),
  $isoWeek: int((d) => isoWeek(d).week),
  $isoDayOfWeek: int(isoDayOfWeek),
  $isoWeekYear: field((d) => BigInt(isoWeek(d).year)),
  $dateToParts: toParts,
  $dateFromParts: fromParts,
};
