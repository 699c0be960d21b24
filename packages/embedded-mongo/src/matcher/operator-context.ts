import type { CompareText } from '../values/compare-strings.js';
import type { Doc } from '../values/types.js';
import type { DocTest } from './doc-test.js';

/** A filter compiler for array elements, with what it found out. */
export interface NestedCompiler {
  readonly fields: ReadonlySet<string> | undefined;
  conjunction(filter: Doc): DocTest;
}

/** What compiling operators needs from the filter around them. */
export interface OperatorContext {
  /** String order of a collation; undefined is that of bytes. */
  readonly text: CompareText | undefined;
  /** Compiles operators on a path; the empty path is the array element at hand. */
  operators(name: string, path: readonly string[], ops: Doc, ctx: OperatorContext): DocTest;
  /** A compiler for a filter on array elements. */
  nested(): NestedCompiler;
}
