import type { Doc } from '../values/types.js';

/** Receives the index of the array element that matched, for the positional `$`. */
export interface MatchPosition {
  index?: number;
}

export interface FilterOptions {
  /** Values of the command's `let`, visible to `$expr`. */
  readonly let?: Doc;
  /** The instant of `$$NOW`. */
  readonly now?: Date;
  /** Collation of strength 1 or 2 (others throw 238). */
  readonly collation?: Doc;
}

export interface Filter {
  /** The filter as it was written, for a planner that reads its conditions. */
  readonly source: Doc;
  /** Strings are compared by a collation, whose order index keys have not. */
  readonly collated: boolean;
  readonly matches: (doc: Doc, pos?: MatchPosition) => boolean;
  /** Top-level fields that `matches` reads; undefined when it needs the whole document. */
  readonly fields?: ReadonlySet<string>;
}
