import type { Doc, Value } from '../values/types.js';

/** A condition that a planner may turn into index bounds. `in` carries an array. */
export type SimpleConstraint =
  | { readonly op: 'eq' | 'gt' | 'gte' | 'lt' | 'lte'; readonly value: Value }
  | { readonly op: 'in'; readonly value: readonly Value[] };

/** Receives the index of the array element that matched, for the positional `$`. */
export interface MatchPosition {
  index?: number;
}

export interface FilterOptions {
  /** Values of the command's `let`, visible to `$expr`. */
  readonly let?: Doc;
  /** The instant of `$$NOW`. */
  readonly now?: Date;
  /** Collation of strength 1 or 2 (others throw 238). String conditions then give no constraints. */
  readonly collation?: Doc;
}

export interface Filter {
  /** The filter as it was written, for a planner that reads its conditions. */
  readonly source: Doc;
  /** Strings are compared by a collation, whose order index keys have not. */
  readonly collated: boolean;
  readonly matches: (doc: Doc, pos?: MatchPosition) => boolean;
  /**
   * Per path the top-level AND conditions. Necessary, not sufficient: always check `matches` too. On a
   * multikey index two conditions may be met by different elements, so only one of them bounds it.
   */
  readonly simpleConstraints: ReadonlyMap<string, readonly SimpleConstraint[]>;
  /** Top-level fields that `matches` reads; undefined when it needs the whole document. */
  readonly fields?: ReadonlySet<string>;
}
