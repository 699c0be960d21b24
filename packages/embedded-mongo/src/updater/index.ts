import type { Doc } from '../values/types.js';

export interface UpdateOptions {
  readonly arrayFilters?: readonly Doc[];
  readonly upsert?: boolean;
  /** Values of the command's `let`, visible to pipeline updates. */
  readonly let?: Doc;
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

/** Compiles operators, a replacement document, or a pipeline. Errors 2, 9, 14, 28, 40, 52, 56, 66. */
export declare function compileUpdate(update: Doc | Doc[], options?: UpdateOptions): Update;
/** The document an upsert starts from: the equality conditions of the filter. */
export declare function docForUpsert(filter: Doc): Doc;
