import type { Doc, Value } from '../../values/types.js';
import type { PipelineEnv } from '../environment.js';
import type { Scope } from '../expression/scope.js';

/** A compiled stage. */
export interface Stage {
  run(input: Iterable<Doc>): Iterable<Doc>;
  /** True when the fields it reads, noted in the scope, are all that it needs of a document. */
  readonly resets: boolean;
}

/** A pipeline inside a stage. */
export interface SubPipeline {
  run(input: Iterable<Doc>): Iterable<Doc>;
  readonly neededFields: ReadonlySet<string> | undefined;
}

/** What a stage may use. */
export interface StageContext {
  readonly scope: Scope;
  readonly env: PipelineEnv;
  /** Collections read besides the input. */
  readonly foreign: Set<string>;
  /** Compiles an inner pipeline; its variables are those of the scope given. */
  subPipeline(stages: readonly Value[], scope: Scope): SubPipeline;
}

export type StageCompiler = (spec: Value, ctx: StageContext) => Stage;
