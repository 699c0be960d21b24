import { canonicalKey, compareValues } from '../values/compare.js';
import type { Value } from '../values/types.js';
import { rankOf } from '../values/kinds.js';
import { KeyWriter } from './key-writer.js';

/** 1 ascending, -1 descending. */
export type Direction = 1 | -1;

/** One index or sort field: dotted path and direction. */
export type KeyField = readonly [path: string, direction: Direction];

/** A half-open range of encoded keys: `lower <= key < upper`, compared by bytes. */
export interface KeyRange {
  readonly lower: Buffer;
  readonly upper: Buffer;
}

/** Bounds of the component after a prefix of equalities. Values of one type only (type bracketing). */
export interface ComponentBounds {
  readonly gt?: Value;
  readonly gte?: Value;
  readonly lt?: Value;
  readonly lte?: Value;
}

/** Above every first byte of a component, ascending or inverted. */
const ABOVE_ALL = 0xff;

/** One instance serves all keys of this thread, which are written at one go. */
const writer = new KeyWriter();

function writePrefix(values: readonly (Value | undefined)[], directions: readonly Direction[] | undefined): KeyWriter {
  writer.restart();
  for (let i = 0; i < values.length; i++) writer.component(values[i], directions?.[i] === -1);
  return writer;
}

/** Encodes components so that the order of the bytes is the order of the values. Missing = null. */
export function encodeKey(values: readonly (Value | undefined)[], directions?: readonly Direction[]): Buffer {
  return writePrefix(values, directions).finish();
}

function withByte(key: Buffer, byte: number): Buffer {
  const out = Buffer.allocUnsafeSlow(key.length + 1);
  key.copy(out);
  out[key.length] = byte;
  return out;
}

/** All keys that start with these components; `[]` is every key. */
export function prefixRange(values: readonly (Value | undefined)[], directions?: readonly Direction[]): KeyRange {
  const lower = encodeKey(values, directions);
  return { lower, upper: withByte(lower, ABOVE_ALL) };
}

/**
 * All keys that start with the prefix and whose next component lies in the bounds. A side without a
 * bound ends where the type of the other bound ends.
 */
export function boundedRange(
  prefix: readonly (Value | undefined)[],
  bounds: ComponentBounds,
  directions?: readonly Direction[],
): KeyRange {
  const descending = directions?.[prefix.length] === -1;
  const low = bounds.gte !== undefined ? bounds.gte : bounds.gt;
  const high = bounds.lte !== undefined ? bounds.lte : bounds.lt;
  const type = low !== undefined ? low : high;
  if (type === undefined) return prefixRange(prefix, directions);
  const rank = rankOf(type);
  const head = encodeKey(prefix, directions);
  const firstOfType = descending ? ~rank & 0xff : rank;
  const at = (v: Value): Buffer => encodeKey([...prefix, v], directions);
  const before = (v: Value | undefined, inclusive: boolean): Buffer =>
    v === undefined ? withByte(head, firstOfType) : inclusive ? at(v) : withByte(at(v), ABOVE_ALL);
  const after = (v: Value | undefined, inclusive: boolean): Buffer =>
    v === undefined ? withByte(head, firstOfType + 1) : inclusive ? withByte(at(v), ABOVE_ALL) : at(v);
  const lowInclusive = bounds.gte !== undefined;
  const highInclusive = bounds.lte !== undefined;
  return descending
    ? { lower: before(high, highInclusive), upper: after(low, lowInclusive) }
    : { lower: before(low, lowInclusive), upper: after(high, highInclusive) };
}

/** One range per distinct value of `$in`, in key order, without overlaps. */
export function inRanges(
  prefix: readonly (Value | undefined)[],
  values: readonly Value[],
  directions?: readonly Direction[],
): KeyRange[] {
  const distinct = new Map<string, Value>();
  for (const v of values) distinct.set(canonicalKey(v), v);
  const sign = directions?.[prefix.length] === -1 ? -1 : 1;
  return [...distinct.values()]
    .sort((a, b) => sign * compareValues(a, b))
    .map((v) => prefixRange([...prefix, v], directions));
}
