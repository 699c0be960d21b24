import type { KeyField } from '../keys/encode.js';
import type { Doc } from '../values/types.js';

export interface Sort {
  compare(a: Doc, b: Doc): number;
  readonly keys: readonly KeyField[];
  /** Top-level fields that `compare` reads. */
  readonly fields: ReadonlySet<string>;
}

/** Compiles a sort specification. Arrays sort by their least (1) or greatest (-1) element. */
export declare function compileSort(spec: Doc): Sort;
