import type { Pause } from '../../../flow/pause.js';
import type { SortKey } from '../../../sorter/index.js';
import type { Doc, Value } from '../../../values/types.js';

/** The documents of one partition in order, with their sort keys (empty without sortBy). */
export interface Partition {
  readonly docs: Doc[];
  readonly keys: SortKey[];
}

/** First and last document of a window, by place in the partition; empty when the last comes before the first. */
export type Window = readonly [from: number, to: number];

/** Computes one output field for every document of a partition. */
export type WindowFunction = (partition: Partition) => Generator<Pause, (Value | undefined)[], void>;

/** A window function that needs no pauses. */
export function quick(compute: (partition: Partition) => (Value | undefined)[]): WindowFunction {
  // eslint-disable-next-line require-yield -- a generator that never pauses
  return function* (partition) {
    return compute(partition);
  };
}
