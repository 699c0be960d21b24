import { MongoError } from '../../errors.js';

const MINUTE = 60_000;
/** Offsets change only on quarters of an hour, so one lookup serves all instants in between. */
const BUCKET = 15 * MINUTE;

/** A time zone: UTC, a fixed offset, or a named zone. */
export interface Zone {
  readonly isUtc: boolean;
  /** Offset from UTC in milliseconds at an instant. */
  offsetAt(ms: number): number;
}

export const UTC: Zone = { isUtc: true, offsetAt: () => 0 };

const zones = new Map<string, Zone>([
  ['UTC', UTC],
  ['GMT', UTC],
  ['Z', UTC],
]);

/** Finds a zone by "UTC", "+hh[[:]mm]", or Olson name; unknown names throw 40485. */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone = fixedZone(name) ?? namedZone(name);
  zones.set(name, zone);
  return zone;
}

function fixedZone(name: string): Zone | undefined {
  const m = /^([+-])(\d{2})(?::?(\d{2}))?$/.exec(name);
  if (m === null) return undefined;
  const offset = (m[1] === '-' ? -1 : 1) * (Number(m[2]) * 60 + Number(m[3] ?? 0)) * MINUTE;
  return { isUtc: offset === 0, offsetAt: () => offset };
}

function namedZone(name: string): Zone {
  let format: Intl.DateTimeFormat;
  try {
    if (!/^[A-Za-z]/.test(name)) throw new RangeError(name);
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw new MongoError(40485, `unrecognized time zone identifier: "${name}"`);
  }
  const offsets = new Map<number, number>();
  return {
    isUtc: false,
    offsetAt: (ms) => {
      const bucket = Math.floor(ms / BUCKET);
      let offset = offsets.get(bucket);
      if (offset === undefined) {
        if (offsets.size > 20_000) offsets.clear();
        offset = lookUp(format, bucket * BUCKET);
        offsets.set(bucket, offset);
      }
      return offset;
    },
  };
}

function lookUp(format: Intl.DateTimeFormat, ms: number): number {
  const parts: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(ms)) parts[type] = value;
  const year = Number(parts['year']) * (parts['era'] === 'BC' ? -1 : 1) + (parts['era'] === 'BC' ? 1 : 0);
  const local = utcMillis(
    year,
    Number(parts['month']),
    Number(parts['day']),
    Number(parts['hour']),
    Number(parts['minute']),
    Number(parts['second']),
    0,
  );
  return local - ms;
}

/** Milliseconds of a civil time taken as UTC. Fields may overflow, month and day count from 1. */
export function utcMillis(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  ms: number,
): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() + hour * 3_600_000 + minute * MINUTE + second * 1000 + ms;
}

/** The civil time of an instant in a zone, as a Date whose UTC fields are the local ones. */
export function localOf(ms: number, zone: Zone): Date {
  return new Date(ms + zone.offsetAt(ms));
}

/** The instant of a local time: the first of two, or moved forward out of a gap. */
export function instantOf(local: number, zone: Zone): number {
  if (zone.isUtc) return local;
  const before = zone.offsetAt(local - 86_400_000);
  const after = zone.offsetAt(local + 86_400_000);
  if (zone.offsetAt(local - before) === before) return local - before;
  if (zone.offsetAt(local - after) === after) return local - after;
  return local - before;
}
