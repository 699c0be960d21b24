import { MongoError } from '../errors.js';
import type { Flow } from '../flow/pause.js';
import type { Doc, Value } from '../values/types.js';
import type { PipelineEnv } from './environment.js';
import { rootScope } from './expression/index.js';
import type { Scope } from './expression/scope.js';
import { leadingStages, wantedFrom, type NamedStage } from './leading.js';
import { compileStage } from './stages/registry.js';
import { sortStage } from './stages/sort.js';
import { chain, type Stage, type StageContext, type SubPipeline } from './stages/stage.js';

export type { ForeignCollection, PipelineEnv } from './environment.js';

/** Stages that the planner has already done by choosing an index. */
export interface RunOptions {
  readonly skipLeadingMatch?: boolean;
  readonly skipLeadingSort?: boolean;
}

export interface Pipeline {
  /** Filter of the leading $match stages, for the planner. */
  readonly leadingMatch?: Doc;
  /** $sort straight after the leading match. */
  readonly leadingSort?: Doc;
  /** Documents wanted at most from the input after leading match and sort (limit plus skip). */
  readonly leadingLimit?: number;
  /** Top-level fields that suffice; undefined when whole documents are needed. */
  readonly neededFields?: ReadonlySet<string>;
  /** A final $merge or $out, which the caller carries out on the result of `run`. */
  readonly terminal?: { readonly stage: '$merge' | '$out'; readonly spec: Value };
  /** Collections that the pipeline reads besides its input. */
  readonly foreignCollections: ReadonlySet<string>;
  run(input: Flow<Doc>, options?: RunOptions): Flow<Doc>;
}

/**
 * Compiles an aggregation pipeline into streaming generators. An unknown stage throws 40324, an unknown
 * expression 168; blocking stages that outgrow `env.memory` throw 292 while they run. One
 * compiled pipeline runs once at a time.
 */
export function compilePipeline(stages: readonly Doc[], env: PipelineEnv): Pipeline {
  const named = stages.map(nameStage);
  const last = named[named.length - 1];
  const terminal =
    last !== undefined && (last[0] === '$merge' || last[0] === '$out')
      ? ({ stage: last[0], spec: last[1] } as const)
      : undefined;
  const body = terminal === undefined ? named : named.slice(0, -1);
  const foreign = new Set<string>();
  const { compiled, neededFields } = compileStages(body, rootScope(env), env, foreign, false);
  const leading = leadingStages(body);
  return {
    ...(leading.filter === undefined ? {} : { leadingMatch: leading.filter }),
    ...(leading.sort === undefined ? {} : { leadingSort: leading.sort }),
    ...(leading.limit === undefined ? {} : { leadingLimit: leading.limit }),
    ...(neededFields === undefined ? {} : { neededFields }),
    ...(terminal === undefined ? {} : { terminal }),
    foreignCollections: foreign,
    run: (input, options = {}) => {
      const sortAt = leading.sort === undefined ? -1 : leading.matches;
      const active = compiled.filter(
        (_stage, i) =>
          !(options.skipLeadingMatch === true && i < leading.matches) &&
          !(options.skipLeadingSort === true && i === sortAt),
      );
      return chain(active, input);
    },
  };
}

function nameStage(stage: Value): NamedStage {
  if (!(stage instanceof Map)) throw new MongoError(14, "Each element of the 'pipeline' array must be an object");
  if (stage.size !== 1)
    throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.');
  return [...stage][0] as NamedStage;
}

function compileStages(
  stages: readonly NamedStage[],
  outer: Scope,
  env: PipelineEnv,
  foreign: Set<string>,
  isInner: boolean,
): { compiled: Stage[]; neededFields: ReadonlySet<string> | undefined } {
  const first = outer.overOtherDocuments();
  let scope = first;
  let isReset = false;
  const compiled = stages.map(([name, spec], i) => {
    const ctx: StageContext = {
      scope,
      env,
      foreign,
      position: i,
      isInner,
      subPipeline: (inner, innerScope): SubPipeline => {
        const sub = compileStages(inner.map(nameStage), innerScope, env, foreign, true);
        return { run: (input) => chain(sub.compiled, input), neededFields: sub.neededFields };
      },
    };
    const stage = name === '$sort' ? sortStage(spec, ctx, wantedFrom(stages, i + 1)) : compileStage(name, spec, ctx);
    if (stage.resets && !isReset) {
      isReset = true;
      // From here on fields are those of the stage's output.
      scope = scope.overOtherDocuments();
    }
    return stage;
  });
  const { wholeDocument, fields } = first.dependencies;
  return { compiled, neededFields: isReset && !wholeDocument ? fields : undefined };
}
