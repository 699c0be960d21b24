import { daysBetween, isLocalDate, localDateOf, type LocalDate } from '../../kernel/local-date.js';
import { ALL_TIME, isPeriodKey, periodLabel } from '../../kernel/period.js';
import type { Translate } from '../text/index.js';
import { dateFormat, numberFormat } from './intl-formats.js';

export interface FormatterOptions {
  /** BCP 47, for grouping and month names: `en-IN`. */
  readonly locale: string;
  /** The organization's time zone. */
  readonly zone: string;
  readonly t: Translate;
  /** What "now" is for ages. */
  readonly now: Date;
}

/** Figures and dates as the viewer writes them. */
export interface Formatters {
  /** 115000 -> "1,15,000" in India. */
  points(value: number): string;
  /** With a sign where points change something: "+250", "−100", "0". */
  signed(value: number): string;
  /** Per cent, always cut off and never rounded up: 79.99 -> "79.9%". */
  percent(value: number, decimals?: number): string;
  /** "12 Nov 2025"; a day as it is, an instant in the organization's zone. */
  date(value: LocalDate | Date): string;
  /** "12 Nov 2025, 14:05" in the organization's zone. */
  dateTime(value: Date): string;
  /** For `<time datetime>`: a day as it is, an instant as ISO 8601. */
  machineDate(value: LocalDate | Date): string;
  /** How long ago: "2 days", "3 hours"; "today" for a day that is today. */
  age(from: LocalDate | Date, now?: Date): string;
  /** "2025-11" -> "Nov 2025". */
  month(value: string): string;
  /** An average of points, two decimals: 766.67. */
  average(value: number): string;
  /** Hours in words: 3.5 -> "3 hours", 0.2 -> "less than an hour". */
  hours(value: number): string;
  /** A wait in working hours as somebody says it: "less than an hour", "3 hours", "2 working days". */
  wait(hours: number, hoursOfDay: number): string;
  /** 1 -> the text of the first key, otherwise of the second, each with `{count}`. */
  count(value: number, oneKey: string, manyKey: string): string;
  /** "2025-Q4" -> "Q4 FY 2025-26"; anything else is shown as it is. */
  period(key: string): string;
  /** 5242880 -> "5 MB". */
  bytes(value: number): string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A month and year stand as "Nov 2025" in English whatever the region, so that "12 Nov 2025" is read one way only. */
function dateParts(instant: Date, options: Intl.DateTimeFormatOptions, locale: string): string {
  if (!locale.startsWith('en')) return dateFormat(locale, options).format(instant);
  const parts = dateFormat('en-US', options).formatToParts(instant);
  return (['day', 'month', 'year'] as const)
    .map((type) => parts.find((part) => part.type === type)?.value)
    .filter((value) => value !== undefined)
    .join(' ');
}

/** Formatters bound to a viewer's locale and an organization's zone. */
export function createFormatters({ locale, zone, t, now: boundNow }: FormatterOptions): Formatters {
  const whole = numberFormat(locale, { maximumFractionDigits: 0 });
  const sign = numberFormat(locale, { maximumFractionDigits: 0, signDisplay: 'exceptZero' });
  const clock = dateFormat(locale, {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const length = (value: number, unit: string) =>
    numberFormat(locale, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 }).format(value);
  const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' };

  const date = (value: LocalDate | Date) =>
    typeof value === 'string'
      ? dateParts(new Date(`${value.slice(0, 10)}T00:00:00Z`), { ...day, timeZone: 'UTC' }, locale)
      : dateParts(value, { ...day, timeZone: zone }, locale);

  const age = (from: LocalDate | Date, now = boundNow) => {
    if (typeof from === 'string' && isLocalDate(from)) {
      const days = daysBetween(from, localDateOf(now, zone));
      return days <= 0 ? t('age.today') : length(days, 'day');
    }
    const elapsed = Math.max(0, now.getTime() - new Date(from).getTime());
    if (elapsed < MINUTE) return t('age.lessThanMinute');
    if (elapsed < HOUR) return length(Math.floor(elapsed / MINUTE), 'minute');
    if (elapsed < 2 * DAY) return length(Math.floor(elapsed / HOUR), 'hour');
    return length(Math.floor(elapsed / DAY), 'day');
  };

  const hours = (value: number) => (value < 1 ? t('age.lessThanHour') : length(Math.floor(value), 'hour'));

  return {
    points: (value) => whole.format(value),
    signed: (value) => sign.format(value).replace('-', '−'),
    percent: (value, decimals = 1) =>
      numberFormat(locale, {
        style: 'unit',
        unit: 'percent',
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
        roundingMode: 'floor',
      }).format(value),
    date,
    dateTime: (value) => `${date(value)}, ${clock.format(value)}`,
    machineDate: (value) => (typeof value === 'string' ? value : value.toISOString()),
    age,
    month: (value) =>
      dateParts(
        new Date(`${value.slice(0, 7)}-01T00:00:00Z`),
        { month: 'short', year: 'numeric', timeZone: 'UTC' },
        locale,
      ),
    average: (value) => numberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value),
    hours,
    wait: (value, hoursOfDay) =>
      value < hoursOfDay ? hours(value) : t('age.workingDays', { days: Math.floor(value / hoursOfDay) }),
    count: (value, oneKey, manyKey) =>
      t(new Intl.PluralRules(locale).select(value) === 'one' ? oneKey : manyKey, { count: value }),
    period: (key) => (key === ALL_TIME ? t('period.all') : isPeriodKey(key) ? periodLabel(key) : key),
    bytes: (value) => {
      const [unit, size] = value >= 1_048_576 ? ['megabyte', 1_048_576] : ['kilobyte', 1024];
      return numberFormat(locale, { style: 'unit', unit: `${unit}`, maximumFractionDigits: 1 }).format(
        Math.max(value / Number(size), 0.1),
      );
    },
  };
}
