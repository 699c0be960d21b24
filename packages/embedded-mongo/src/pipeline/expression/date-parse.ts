import { MongoError } from '../../errors.js';
import { isNullish, kindName } from '../../values/kinds.js';
import type { Value } from '../../values/types.js';
import { daysInMonth, mondayOfIsoWeek } from './calendar.js';
import { zoneArg } from './date-arguments.js';
import { MONTH_NAMES } from './date-format.js';
import { namedArgs, type OperatorCompiler } from './operator.js';
import { instantOf, UTC, utcMillis, zoneOf, type Zone } from './time-zone.js';

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/;

/** Parts of a parsed text. */
interface Parts {
  year?: number;
  month?: number;
  day?: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
  dayOfYear?: number;
  isoYear?: number;
  isoWeek?: number;
  isoDay?: number;
  offset?: Zone;
}

/** An ISO 8601 date with optional time and offset; undefined when the text is something else. */
export function parseIsoDate(text: string, zone: Zone = UTC): Date | undefined {
  const m = ISO.exec(text.trim());
  if (m === null) return undefined;
  const n = (i: number): number => Number(m[i] ?? 0);
  const millisecond = Number((m[7] ?? '0').padEnd(3, '0').slice(0, 3));
  const parts: Parts = { year: n(1), month: n(2), day: n(3), hour: n(4), minute: n(5), second: n(6), millisecond };
  if (m[8] !== undefined) parts.offset = zoneOf(m[8].toUpperCase());
  return toDate(parts, zone);
}

function toDate(p: Parts, zone: Zone): Date | undefined {
  if (p.hour > 23 || p.minute > 59 || p.second > 59) return undefined;
  let local: number;
  if (p.isoYear !== undefined) {
    const day = mondayOfIsoWeek(p.isoYear, p.isoWeek ?? 1) + (p.isoDay ?? 1) - 1;
    local = utcMillis(1970, 1, 1 + day, p.hour, p.minute, p.second, p.millisecond);
  } else if (p.dayOfYear !== undefined && p.year !== undefined) {
    local = utcMillis(p.year, 1, p.dayOfYear, p.hour, p.minute, p.second, p.millisecond);
  } else {
    const { year, month, day } = p;
    if (year === undefined || month === undefined || day === undefined) return undefined;
    if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month - 1)) return undefined;
    local = utcMillis(year, month, day, p.hour, p.minute, p.second, p.millisecond);
  }
  return new Date(instantOf(local, p.offset ?? zone));
}

type Reader = readonly [pattern: string, store: (p: Parts, text: string) => void];

const MONTHS = MONTH_NAMES.map((name) => name.toLowerCase());
const monthIndex = (text: string): number => MONTHS.findIndex((name) => name.startsWith(text.toLowerCase())) + 1;

const READERS: Readonly<Record<string, Reader>> = {
  Y: ['(\\d{4})', (p, t) => (p.year = Number(t))],
  m: ['(\\d{1,2})', (p, t) => (p.month = Number(t))],
  d: ['(\\d{1,2})', (p, t) => (p.day = Number(t))],
  H: ['(\\d{1,2})', (p, t) => (p.hour = Number(t))],
  M: ['(\\d{1,2})', (p, t) => (p.minute = Number(t))],
  S: ['(\\d{1,2})', (p, t) => (p.second = Number(t))],
  L: ['(\\d{1,3})', (p, t) => (p.millisecond = Number(t.padEnd(3, '0')))],
  j: ['(\\d{1,3})', (p, t) => (p.dayOfYear = Number(t))],
  G: ['(\\d{4})', (p, t) => (p.isoYear = Number(t))],
  V: ['(\\d{1,2})', (p, t) => (p.isoWeek = Number(t))],
  u: ['([1-7])', (p, t) => (p.isoDay = Number(t))],
  b: [`(${MONTHS.map((m) => m.slice(0, 3)).join('|')})`, (p, t) => (p.month = monthIndex(t))],
  B: [`(${MONTHS.join('|')})`, (p, t) => (p.month = monthIndex(t))],
  z: ['(Z|[+-]\\d{2}(?::?\\d{2})?)', (p, t) => (p.offset = zoneOf(t.toUpperCase()))],
  Z: ['([+-]?\\d{1,3})', (p, t) => (p.offset = { isUtc: Number(t) === 0, offsetAt: () => Number(t) * 60_000 })],
};

/** Parses with MongoDB's `%` specifiers; undefined when the text does not fit. */
function parseWithFormat(text: string, format: string, zone: Zone): Date | undefined {
  const stores: Reader[1][] = [];
  let pattern = '^';
  for (let i = 0; i < format.length; i++) {
    const c = format[i] as string;
    if (c !== '%') {
      pattern += c.replace(/[\\^$.*+?()[\]{}|]/, '\\$&');
      continue;
    }
    i += 1;
    if (format[i] === '%') {
      pattern += '%';
      continue;
    }
    const reader = READERS[format[i] ?? ''];
    if (reader === undefined)
      throw new MongoError(18536, `Invalid format character '%${format[i] ?? ''}' in format string`);
    pattern += reader[0];
    stores.push(reader[1]);
  }
  const m = new RegExp(`${pattern}$`, 'i').exec(text);
  if (m === null) return undefined;
  const parts: Parts = { hour: 0, minute: 0, second: 0, millisecond: 0 };
  stores.forEach((store, i) => store(parts, m[i + 1] as string));
  return toDate(parts, zone);
}

/** `$dateFromString`. */
export const dateFromString: OperatorCompiler = (arg, scope, op) => {
  const named = namedArgs(arg, op, ['dateString'], ['format', 'timezone', 'onError', 'onNull']);
  const input = scope.compile(named.get('dateString') as Value);
  const format = named.has('format') ? scope.compile(named.get('format') as Value) : undefined;
  const zone = zoneArg(named.get('timezone'), scope);
  const onError = named.has('onError') ? scope.compile(named.get('onError') as Value) : undefined;
  const onNull = named.has('onNull') ? scope.compile(named.get('onNull') as Value) : () => null;
  return (root) => {
    const at = zone(root);
    const pattern = format?.(root);
    const text = input(root);
    if (isNullish(text)) return onNull(root);
    if (at === undefined || (format !== undefined && isNullish(pattern))) return null;
    const date =
      typeof text !== 'string'
        ? undefined
        : typeof pattern === 'string'
          ? parseWithFormat(text, pattern, at)
          : parseIsoDate(text, at);
    if (date !== undefined) return date;
    if (onError !== undefined) return onError(root);
    throw new MongoError(
      241,
      typeof text === 'string'
        ? `Error parsing date string '${text}'`
        : `$dateFromString requires that 'dateString' be a string, found: ${kindName(text)}`,
    );
  };
};
