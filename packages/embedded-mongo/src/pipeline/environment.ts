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
