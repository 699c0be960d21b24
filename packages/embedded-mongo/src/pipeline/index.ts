import type { Doc, Value } from '../values/types.js';

/** Another collection, as $lookup and $unionWith read it. */
export interface ForeignCollection {
  /** Documents whose field equals one of the values (a superset is allowed; it is checked again). */
  findByEquality(values: readonly Value[], foreignField: string): Iterable<Doc>;
  /** All documents; with a filter at least those that match it. */
  scan(filter?: Doc): Iterable<Doc>;
}

export interface PipelineEnv {
  lookup(collection: string): ForeignCollection;
  readonly let?: Doc;
  readonly now: Date;
  /** Most bytes that a blocking stage may hold; beyond it 292 is thrown. */
  readonly memoryLimitBytes: number;
}

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
  run(input: Iterable<Doc>, options?: RunOptions): Iterable<Doc>;
}

/** Compiles an aggregation pipeline. An unknown stage throws 40324, an unknown expression 168. */
export declare function compilePipeline(stages: readonly Doc[], env: PipelineEnv): Pipeline;
