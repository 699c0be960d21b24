import type { Pacer } from '../flow/pacer.js';
import type { Flow } from '../flow/pause.js';
import type { Doc, Value } from '../values/types.js';
import type { MemoryBudget } from './memory.js';

/** Another collection, as $lookup, $graphLookup and $unionWith read it. */
export interface ForeignCollection {
  /** True when an index serves equality on the field, so that every search is cheap. */
  isIndexed(foreignField: string): boolean;
  /**
   * Documents whose field equals one of the values (a superset is allowed; it is checked again).
   *
   * @param fields the top-level fields that suffice; undefined for whole documents
   */
  findByEquality(values: readonly Value[], foreignField: string, fields?: ReadonlySet<string>): Flow<Doc>;
  /** All documents; with a filter at least those that match it. */
  scan(filter?: Doc, fields?: ReadonlySet<string>): Flow<Doc>;
}

export interface PipelineEnv {
  lookup(collection: string): ForeignCollection;
  /** Documents about the engine itself, for stages that begin a pipeline: undefined when it has none of that name. */
  readonly source?: (stage: string, spec: Value) => Iterable<Doc> | undefined;
  readonly let?: Doc;
  /** The order of strings in `$match` and `$sort`; other stages compare bytes. */
  readonly collation?: Doc;
  readonly now: Date;
  /** What the blocking stages of one pipeline may hold in all; beyond it 292 is thrown. */
  readonly memory: MemoryBudget;
  /** Where the stages pause. */
  readonly pacer: Pacer;
}
