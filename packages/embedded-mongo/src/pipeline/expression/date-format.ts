import { MongoError } from '../../errors.js';
import { isNullish, kindName } from '../../values/kinds.js';
import type { Value } from '../../values/types.js';
import { dayOfYear, isoDayOfWeek, isoWeek, sundayWeek } from './calendar.js';
import { instantArg, zoneArg } from './date-arguments.js';
import { namedArgs, type OperatorCompiler } from './operator.js';
import { localOf, type Zone } from './time-zone.js';

export const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const pad = (n: number, width: number): string => String(n).padStart(width, '0');

function offsetText(ms: number, zone: Zone): string {
  const minutes = Math.trunc(zone.offsetAt(ms) / 60_000);
  const magnitude = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(magnitude / 60), 2)}${pad(magnitude % 60, 2)}`;
}

function year(n: number): string {
  if (n < 0 || n > 9999)
    throw new MongoError(
      18537,
      `Could not convert date to string: date component was outside the supported range of 0-9999: ${n}`,
    );
  return pad(n, 4);
}

function specifier(c: string, local: Date, ms: number, zone: Zone): string {
  switch (c) {
    case 'd':
      return pad(local.getUTCDate(), 2);
    case 'G':
      return year(isoWeek(local).year);
    case 'H':
      return pad(local.getUTCHours(), 2);
    case 'j':
      return pad(dayOfYear(local), 3);
    case 'L':
      return pad(local.getUTCMilliseconds(), 3);
    case 'm':
      return pad(local.getUTCMonth() + 1, 2);
    case 'M':
      return pad(local.getUTCMinutes(), 2);
    case 'S':
      return pad(local.getUTCSeconds(), 2);
    case 'w':
      return String(local.getUTCDay() + 1);
    case 'u':
      return String(isoDayOfWeek(local));
    case 'U':
      return pad(sundayWeek(local), 2);
    case 'V':
      return pad(isoWeek(local).week, 2);
    case 'Y':
      return year(local.getUTCFullYear());
    case 'z':
      return offsetText(ms, zone);
    case 'Z':
      return String(Math.trunc(zone.offsetAt(ms) / 60_000));
    case 'b':
      return (MONTH_NAMES[local.getUTCMonth()] as string).slice(0, 3);
    case 'B':
      return MONTH_NAMES[local.getUTCMonth()] as string;
    case '%':
      return '%';
    default:
      throw new MongoError(18536, `Invalid format character '%${c}' in format string`);
  }
}

/** Formats an instant with MongoDB's `%` specifiers. */
export function formatDate(ms: number, format: string, zone: Zone): string {
  const local = localOf(ms, zone);
  let out = '';
  for (let i = 0; i < format.length; i++) {
    if (format[i] !== '%') out += format[i];
    else {
      i += 1;
      const c = format[i];
      if (c === undefined) throw new MongoError(18535, "Unmatched '%' at end of format string");
      out += specifier(c, local, ms, zone);
    }
  }
  return out;
}

/** `$dateToString`. */
export const dateToString: OperatorCompiler = (arg, scope, op) => {
  const named = namedArgs(arg, op, ['date'], ['format', 'timezone', 'onNull']);
  const date = scope.compile(named.get('date') as Value);
  const format = named.has('format') ? scope.compile(named.get('format') as Value) : undefined;
  const zone = zoneArg(named.get('timezone'), scope);
  const onNull = named.has('onNull') ? scope.compile(named.get('onNull') as Value) : () => null;
  return (root) => {
    const at = zone(root);
    const pattern = format?.(root);
    const ms = instantArg(date(root));
    if (ms === undefined) return onNull(root);
    if (at === undefined || (format !== undefined && isNullish(pattern))) return null;
    if (format !== undefined && typeof pattern !== 'string') {
      throw new MongoError(18533, `$dateToString requires that 'format' be a string, found: ${kindName(pattern)}`);
    }
    const otherwise = `%Y-%m-%dT%H:%M:%S.%L${at.isUtc ? 'Z' : ''}`;
    return formatDate(ms, typeof pattern === 'string' ? pattern : otherwise, at);
  };
};
