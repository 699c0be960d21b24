import { MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { encodeKey } from '../keys/encode.js';
import type { Value } from '../values/types.js';

/**
 * A place between two encoded keys of one ascending component: everything below the bytes lies before it. The bytes
 * are the beginning of a key, or what follows all keys with that beginning.
 */
export interface Cut {
  readonly bytes: Buffer;
  /** The value it stands at, for explain; a text where no value says it. */
  readonly at: Value | EdgeText;
  /** Behind that value instead of before it. */
  readonly after: boolean;
}

/** How explain writes the end of a type that no value stands for. */
export class EdgeText {
  constructor(readonly text: string) {}
}

/** The keys of one ascending component from one cut to the next. */
export interface Interval {
  readonly low: Cut;
  readonly high: Cut;
  /** It holds one value. */
  readonly point: boolean;
  /** Every document without arrays whose key lies in it meets the condition; otherwise it may. */
  readonly sure: boolean;
}

/** Intervals in ascending order that do not overlap. */
export type Intervals = readonly Interval[];

/** The first bytes that follow everything starting with the given ones. */
export function successor(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0xff) end -= 1;
  if (end === 0) return Buffer.from([0xff]);
  const out = Buffer.from(bytes.subarray(0, end));
  out[end - 1] = (out[end - 1] as number) + 1;
  return out;
}

const LOWEST: Cut = { bytes: Buffer.from([1]), at: new MinKey(), after: false };
const HIGHEST: Cut = { bytes: Buffer.from([0x80]), at: new MaxKey(), after: true };

/** Every key there can be, without a promise. */
export const EVERYTHING: Intervals = [{ low: LOWEST, high: HIGHEST, point: false, sure: false }];

/** The cut before a value, or behind all that equal it. */
export function cutAt(value: Value, after: boolean): Cut {
  const bytes = encodeKey([value]);
  return { bytes: after ? successor(bytes) : bytes, at: value, after };
}

/** The interval that holds one value. */
export function pointOf(value: Value, sure = true): Interval {
  const bytes = encodeKey([value]);
  return {
    low: { bytes, at: value, after: false },
    high: { bytes: successor(bytes), at: value, after: true },
    point: true,
    sure,
  };
}

/** The interval between two cuts; none when it is empty. */
export function between(low: Cut, high: Cut, sure = true): Intervals {
  return Buffer.compare(low.bytes, high.bytes) < 0 ? [{ low, high, point: false, sure }] : [];
}

/** The values of one type rank (see `rankOfKind`), from a value of that type on the way to explain. */
export function ofRank(rank: number, sure = true): Interval {
  return { low: startOfRank(rank), high: endOfRank(rank), point: false, sure };
}

/** The cut before the first value of a type rank. */
export function startOfRank(rank: number): Cut {
  return { bytes: Buffer.from([rank]), at: FIRST_OF_RANK.get(rank) ?? new EdgeText(`type ${rank}`), after: false };
}

/** The cut behind the last value of a type rank. */
export function endOfRank(rank: number): Cut {
  const [at, after] = LAST_OF_RANK.get(rank) ?? [new EdgeText(`type ${rank}`), true];
  return { bytes: Buffer.from([rank + 1]), at, after };
}

const FIRST_OF_RANK = new Map<number, Value | EdgeText>([
  [10, new EdgeText('nan')],
  [15, ''],
  [20, new Map<string, Value>()],
  [25, []],
  [30, new EdgeText('BinData(0, "")')],
  [35, new ObjectId('000000000000000000000000')],
  [40, false],
  [45, new EdgeText('new Date(-9223372036854775808)')],
  [47, new Timestamp({ t: 0, i: 0 })],
]);
const LAST_OF_RANK = new Map<number, readonly [Value | EdgeText, after: boolean]>([
  [10, [Infinity, true]],
  [15, [new Map<string, Value>(), false]],
  [20, [[], false]],
  [25, [new EdgeText('BinData(0, "")'), false]],
  [30, [new ObjectId('000000000000000000000000'), false]],
  [35, [new ObjectId('ffffffffffffffffffffffff'), true]],
  [40, [true, true]],
  [45, [new EdgeText('new Date(9223372036854775807)'), true]],
  [47, [new Timestamp({ t: 0xffffffff, i: 0xffffffff }), true]],
]);

/** What lies in both. */
export function intersection(a: Intervals, b: Intervals): Intervals {
  const out: Interval[] = [];
  for (let i = 0, k = 0; i < a.length && k < b.length;) {
    const x = a[i] as Interval;
    const y = b[k] as Interval;
    const low = Buffer.compare(x.low.bytes, y.low.bytes) >= 0 ? x.low : y.low;
    const ends = Buffer.compare(x.high.bytes, y.high.bytes);
    const high = ends <= 0 ? x.high : y.high;
    if (Buffer.compare(low.bytes, high.bytes) < 0)
      out.push({ low, high, point: x.point || y.point, sure: x.sure && y.sure });
    if (ends <= 0) i += 1;
    if (ends >= 0) k += 1;
  }
  return out;
}

/** What lies in one of many; where those overlap that promise differently, the promise is lost. */
export function union(lists: readonly Intervals[]): Intervals {
  const all = lists.flat().sort((a, b) => Buffer.compare(a.low.bytes, b.low.bytes));
  const out: Interval[] = [];
  for (const next of all) {
    const last = out[out.length - 1];
    if (last === undefined || Buffer.compare(next.low.bytes, last.high.bytes) >= 0) {
      out.push(next);
      continue;
    }
    const isSame = last.point && next.point;
    const high = Buffer.compare(next.high.bytes, last.high.bytes) > 0 ? next.high : last.high;
    // Of two that promise differently the weaker counts, except where they are the same point.
    const sure = isSame ? last.sure || next.sure : last.sure && next.sure;
    out[out.length - 1] = { low: last.low, high, point: isSame, sure };
  }
  return out;
}

/** What a negated condition allows: all but what surely meets the condition. */
export function complement(intervals: Intervals): Intervals {
  const out: Interval[] = [];
  let from = LOWEST;
  for (const each of intervals) {
    out.push(...between(from, each.low));
    if (!each.sure) out.push(each);
    from = each.high;
  }
  out.push(...between(from, HIGHEST));
  return out;
}

/** Whether everything in `inner` lies in what `outer` promises. */
export function isWithin(inner: Intervals, outer: Intervals): boolean {
  let k = 0;
  for (const each of inner) {
    while (k < outer.length && Buffer.compare((outer[k] as Interval).high.bytes, each.low.bytes) <= 0) k += 1;
    const around = outer[k];
    if (around?.sure !== true) return false;
    if (Buffer.compare(around.low.bytes, each.low.bytes) > 0) return false;
    if (Buffer.compare(each.high.bytes, around.high.bytes) > 0) return false;
  }
  return true;
}

/** Whether a value's key lies in one of the intervals. */
export function contains(intervals: Intervals, value: Value): boolean {
  const key = encodeKey([value]);
  return intervals.some(({ low, high }) => Buffer.compare(low.bytes, key) <= 0 && Buffer.compare(key, high.bytes) < 0);
}

/** The bytes between which an interval lies in a stored component. Descending ones are inverted, the ends exchanged. */
export function bytesOf({ low, high, point }: Interval, descending: boolean): { lower: Buffer; upper: Buffer } {
  if (!descending) return { lower: low.bytes, upper: high.bytes };
  // The lower bytes of a point are the whole component, to which others are added.
  const lower = point ? inverted(low.bytes) : successor(inverted(high.bytes));
  return { lower, upper: successor(inverted(low.bytes)) };
}

/** A key lies below some bytes exactly when the inverted key lies at or above the successor of this. */
function inverted(bytes: Buffer): Buffer {
  const out = Buffer.allocUnsafe(bytes.length);
  for (let i = 0; i < bytes.length; i++) out[i] = ~(bytes[i] as number) & 0xff;
  return out;
}
