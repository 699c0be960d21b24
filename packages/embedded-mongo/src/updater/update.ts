import type { CompareText } from '../values/compare-strings.js';
import type { Doc, Value } from '../values/types.js';

export interface UpdateOptions {
  readonly arrayFilters?: readonly Doc[];
  readonly upsert?: boolean;
  /** Values of the command's `let`, visible to pipeline updates. */
  readonly let?: Doc;
  /** Collation of the command: what `arrayFilters`, `$pull`, `$pullAll`, `$addToSet` and `$push` with `$sort` follow. */
  readonly collation?: Doc;
}

/** How operators compare strings: the collation and the order it means; undefined is that of bytes. */
export interface OperandOptions {
  readonly collation?: Doc;
  readonly text?: CompareText;
}

export interface UpdateContext {
  /** Array index that the filter matched, for the positional `$`. */
  readonly positional?: number;
  /** True when the document is being inserted by an upsert. */
  readonly isInsert: boolean;
  /** The instant of `$currentDate` and `$$NOW`; default now. */
  readonly now?: Date;
}

export interface Update {
  readonly kind: 'operators' | 'replacement' | 'pipeline';
  /** True when a path holds the positional `$`, so that `ctx.positional` is needed. */
  readonly needsPosition: boolean;
  /** The new document; never mutates the input. `changed` is false for a no-op. */
  apply(doc: Doc, ctx: UpdateContext): { doc: Doc; changed: boolean };
}

/** Says that a field is to be removed. */
export const REMOVED = Symbol('removed');

/** What an operator makes of a value: the same object for "unchanged", undefined for "stay missing". */
export type LeafResult = Value | undefined | typeof REMOVED;

/** What an operator may want to know besides the value. */
export interface LeafContext {
  readonly doc: Doc;
  readonly path: string;
  readonly now: Date;
}

/** One operator on one path. */
export interface LeafOperator {
  /** True when missing parents are created, as `$set` does. */
  readonly creates: boolean;
  /** True when a path that leads into a scalar is no error but means nothing, as for `$unset`. */
  readonly ignoresBlockedPath?: boolean;
  readonly onlyOnInsert?: boolean;
  apply(current: Value | undefined, ctx: LeafContext): LeafResult;
}
