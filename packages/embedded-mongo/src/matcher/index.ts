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
}

export interface Filter {
  matches(doc: Doc, pos?: MatchPosition): boolean;
  /** Per path the top-level AND conditions. Necessary, not sufficient: always check `matches` too. */
  readonly simpleConstraints: ReadonlyMap<string, readonly SimpleConstraint[]>;
  /** Top-level fields that `matches` reads; undefined when it needs the whole document. */
  readonly fields?: ReadonlySet<string>;
}

/** Compiles a query filter. Unknown operators throw 2, operators that this engine has not 238. */
export declare function compileFilter(filter: Doc, options?: FilterOptions): Filter;
