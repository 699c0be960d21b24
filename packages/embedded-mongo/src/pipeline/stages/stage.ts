import type { Pacer } from '../../flow/pacer.js';
import { PAUSE, type Flow, type Pause } from '../../flow/pause.js';
import type { Doc, Value } from '../../values/types.js';
import type { PipelineEnv } from '../environment.js';
import type { Scope } from '../expression/scope.js';
import type { MemoryMeter } from '../memory.js';

/** A compiled stage. */
export interface Stage {
  /** Passes the pauses of its input on. */
  run(input: Flow<Doc>): Flow<Doc>;
  /** True when the fields it reads, noted in the scope, are all that it needs of a document. */
  readonly resets: boolean;
}

/** A pipeline inside a stage. */
export interface SubPipeline {
  run(input: Flow<Doc>): Flow<Doc>;
  readonly neededFields: ReadonlySet<string> | undefined;
}

/** What a stage may use. */
export interface StageContext {
  readonly scope: Scope;
  readonly env: PipelineEnv;
  /** Collections read besides the input. */
  readonly foreign: Set<string>;
  /** Place of the stage in its pipeline, from 0. */
  readonly position: number;
  /** True in the pipeline of a $lookup, $unionWith or $facet. */
  readonly isInner: boolean;
  /** Compiles an inner pipeline; its variables are those of the scope given. */
  subPipeline(stages: readonly Value[], scope: Scope): SubPipeline;
}

export type StageCompiler = (spec: Value, ctx: StageContext) => Stage;

/** The stages one after the other. */
export function chain(stages: readonly Stage[], input: Flow<Doc>): Flow<Doc> {
  return stages.reduce((docs, stage) => stage.run(docs), input);
}

/** A stage that makes one document of each. */
export function mapping(apply: (doc: Doc) => Doc, resets: boolean): Stage {
  return {
    resets,
    *run(input) {
      for (const doc of input) yield doc === PAUSE ? PAUSE : apply(doc);
    },
  };
}

/** Gives what a stage holds, with pauses. */
export function* paced<T>(items: Iterable<T>, pacer: Pacer): Generator<T | Pause, void, void> {
  for (const item of items) {
    if (pacer.due()) yield PAUSE;
    yield item;
  }
}

/** Collects a stream into an array; the documents count against the meter. */
export function* collected(
  flow: Flow<Doc>,
  meter: MemoryMeter,
  sizeOf: (doc: Doc) => number,
): Generator<Pause, Doc[], void> {
  const out: Doc[] = [];
  for (const doc of flow) {
    if (doc === PAUSE) yield PAUSE;
    else {
      meter.add(sizeOf(doc));
      out.push(doc);
    }
  }
  return out;
}
