import type { Value } from '../values/types.js';

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

/** Encodes components so that the order of the bytes is the order of the values. Missing = null. */
export declare function encodeKey(
  values: readonly (Value | undefined)[],
  directions?: readonly Direction[],
): Buffer;
/** All keys that start with these components; `[]` is every key. */
export declare function prefixRange(
  values: readonly (Value | undefined)[],
  directions?: readonly Direction[],
): KeyRange;
/** All keys that start with the prefix and whose next component lies in the bounds. */
export declare function boundedRange(
  prefix: readonly (Value | undefined)[],
  bounds: ComponentBounds,
  directions?: readonly Direction[],
): KeyRange;
/** One range per distinct value of `$in`, in key order, without overlaps. */
export declare function inRanges(
  prefix: readonly (Value | undefined)[],
  values: readonly Value[],
  directions?: readonly Direction[],
): KeyRange[];
