import type { Doc } from '../values/types.js';

export interface ProjectionOptions {
  readonly let?: Doc;
  readonly now?: Date;
}

export interface Projection {
  apply(doc: Doc, ctx?: { readonly positional?: number }): Doc;
  /** True when the projection holds the positional `arr.$`, so that `ctx.positional` is needed. */
  readonly needsPosition: boolean;
  /** Top-level fields that suffice; undefined when the whole document is needed. */
  readonly neededFields?: ReadonlySet<string>;
}

/** Compiles the projection of find. Mixing inclusion and exclusion throws 31253 / 31254. */
export declare function compileProjection(spec: Doc, options?: ProjectionOptions): Projection;
