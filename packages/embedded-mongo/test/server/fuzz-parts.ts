import type { Document } from 'bson';
import { EXPRESSIONS, QUERY, LOGICAL, ARGUMENTS } from './fuzz-names.js';
import { anyValue, fieldName } from './fuzz-values.js';
import type { Chance } from './fuzz-values.js';

/** An argument list or document of an operator. */
export function operand(chance: Chance, depth: number): unknown {
  const kind = chance.below(4);
  if (kind === 0) return expression(chance, depth);
  if (kind === 1) return chance.list(4, () => expression(chance, depth - 1));
  if (kind === 2)
    return Object.fromEntries(chance.list(5, () => [chance.one(ARGUMENTS), expression(chance, depth - 1)]));
  return anyValue(chance, 1);
}

/** The arguments that the operators with named ones need, so that their insides are reached. */
function shaped(chance: Chance, depth: number): Document {
  const e = (): unknown => expression(chance, depth - 1);
  return chance.one<() => Document>([
    () => ({ $map: { input: e(), as: chance.one(['x', 'this', 'X', '']), in: e() } }),
    () => ({ $filter: { input: e(), cond: e(), limit: e() } }),
    () => ({
      $reduce: {
        input: e(),
        initialValue: e(),
        in: { [chance.one(['$concat', '$concatArrays', '$add'])]: ['$$value', '$$this'] },
      },
    }),
    () => ({ $let: { vars: { x: e() }, in: e() } }),
    () => ({ $range: [e(), e(), e()] }),
    () => ({ $zip: { inputs: [e(), e()], useLongestLength: chance.percent(50) } }),
    () => ({ $switch: { branches: [{ case: e(), then: e() }], default: e() } }),
    () => ({ $cond: [e(), e(), e()] }),
    () => ({
      $convert: {
        input: e(),
        to: chance.one(['int', 'long', 'double', 'decimal', 'string', 'date', 'objectId', 'bool', 2, 'x']),
        onError: e(),
        onNull: e(),
      },
    }),
    () => ({
      $dateToString: {
        date: e(),
        format: chance.one(['%Y-%m-%dT%H:%M:%S.%LZ', '%%', '%q', '%G-%V']),
        timezone: chance.one(['UTC', 'Europe/Berlin', '+05:30', 'x']),
      },
    }),
    () => ({ $dateFromString: { dateString: e(), format: chance.one(['%Y-%m-%d', '%d', '%']) } }),
    () => ({ $dateFromParts: { year: e(), month: e(), day: e() } }),
    () => ({
      [chance.one(['$dateAdd', '$dateSubtract'])]: {
        startDate: e(),
        unit: chance.one(['day', 'year', 'month', 'x']),
        amount: e(),
      },
    }),
    () => ({ $dateDiff: { startDate: e(), endDate: e(), unit: chance.one(['week', 'quarter', 'millisecond']) } }),
    () => ({ $dateTrunc: { date: e(), unit: chance.one(['day', 'week', 'year', 'month']), binSize: e() } }),
    () => ({
      [chance.one(['$regexMatch', '$regexFind', '$regexFindAll'])]: {
        input: e(),
        regex: chance.one(['a', '(a', '(a*)*b', 'a|', '[', '\\']),
      },
    }),
    () => ({ $replaceAll: { input: e(), find: e(), replacement: e() } }),
    () => ({ $getField: { field: e(), input: e() } }),
    () => ({ $setField: { field: chance.one(['a', '', '$a', 'a.b']), input: '$$ROOT', value: e() } }),
    () => ({ $sortArray: { input: e(), sortBy: chance.one<unknown>([1, -1, { a: 1 }, 0]) } }),
    () => ({ $slice: [e(), e(), e()] }),
    () => ({ $substrCP: [e(), e(), e()] }),
    () => ({ $trim: { input: e(), chars: e() } }),
  ])();
}

export function expression(chance: Chance, depth = 2): unknown {
  if (depth <= 0)
    return chance.one<unknown>([
      '$a',
      '$b',
      '$n',
      '$s',
      '$d',
      '$$ROOT',
      '$$this',
      '$$value',
      '$missing',
      anyValue(chance, 0),
    ]);
  if (chance.percent(40)) return shaped(chance, depth);
  if (chance.percent(70)) return { [chance.one(EXPRESSIONS)]: operand(chance, depth) };
  return anyValue(chance, 1);
}

export function filter(chance: Chance, depth = 2): Document {
  return Object.fromEntries(
    chance.list(3, (): [string, unknown] => {
      if (depth > 0 && chance.percent(25)) {
        const op = chance.one(LOGICAL);
        if (op === '$expr') return [op, expression(chance)];
        return [op, chance.percent(85) ? chance.list(3, () => filter(chance, depth - 1)) : anyValue(chance, 1)];
      }
      if (chance.percent(30)) return [fieldName(chance), anyValue(chance)];
      return [
        fieldName(chance),
        Object.fromEntries(
          chance.list(3, () => [chance.one(QUERY), chance.percent(20) ? filter(chance, depth - 1) : anyValue(chance)]),
        ),
      ];
    }),
  );
}

export function sort(chance: Chance): unknown {
  if (chance.percent(5)) return anyValue(chance);
  return Object.fromEntries(
    chance.list(3, () => [
      fieldName(chance),
      chance.percent(85)
        ? chance.one([1, -1])
        : chance.one<unknown>([0, 2, '1', { $meta: 'textScore' }, anyValue(chance, 1)]),
    ]),
  );
}

export function projection(chance: Chance): unknown {
  if (chance.percent(5)) return anyValue(chance);
  return Object.fromEntries(
    chance.list(3, () => [
      fieldName(chance),
      chance.one<unknown>([
        1,
        0,
        true,
        { $slice: anyValue(chance, 1) },
        { $elemMatch: filter(chance, 1) },
        expression(chance),
        anyValue(chance, 1),
      ]),
    ]),
  );
}
