import { MongoError } from '../errors.js';
import { PAUSE } from '../flow/pause.js';
import type { Flow, Pause } from '../flow/pause.js';
import { compileFilter } from '../matcher/index.js';
import { compilePipeline } from '../pipeline/index.js';
import type { Pipeline, RunOptions } from '../pipeline/index.js';
import { MemoryBudget } from '../pipeline/memory.js';
import { countGroups } from '../planner/count-groups.js';
import type { CountedGroups } from '../planner/count-groups.js';
import { countingPipeline } from '../planner/count-pipeline.js';
import { queryDocuments } from '../planner/query-documents.js';
import type { DocumentQuery, RunningQuery } from '../planner/query-documents.js';
import { compileSort } from '../sorter/index.js';
import type { CollectionInfo } from '../store/catalog.js';
import type { Unit } from '../store/unit.js';
import type { Doc, Value } from '../values/types.js';
import { toNumber } from './arguments.js';
import { aboutCollection } from './about-collection.js';
import { COLLECTIONLESS, aboutEngine, assertSource } from './aggregate-source.js';
import { assertCollatable } from './collated-pipeline.js';
import type { AcceptedOptions, CommandRequest } from './command.js';
import { evaluationOptions } from './evaluation-options.js';
import { findCollection } from './find-target.js';
import { foreignCollection } from './foreign-collection.js';
import { resolveHint } from './resolve-hint.js';

/** The arguments of the aggregate command. */
export const AGGREGATE_OPTIONS: AcceptedOptions = {
  options: ['pipeline', 'cursor', 'let', 'hint', 'explain', 'collation'],
  ignored: ['allowDiskUse', 'bypassDocumentValidation'],
};

/** A pipeline at work, and the query that feeds it. */
export interface RunningPipeline {
  readonly pipeline: Pipeline;
  /** Undefined when there is no collection to read, or keys alone are counted. */
  readonly running: RunningQuery | undefined;
  readonly counted: CountedGroups | undefined;
  readonly results: Flow<Doc>;
}

/** Compiles the pipeline of an aggregate command and begins to run it. */
export function runAggregate(unit: Unit, request: CommandRequest): RunningPipeline {
  const name = sourceName(request);
  const collection = name === COLLECTIONLESS ? undefined : findCollection(unit, request.database, name);
  const stages = stagesOf(request);
  const pipeline = compile(unit, request, collection, stages);
  if (collection === undefined)
    return { pipeline, running: undefined, counted: undefined, results: pipeline.run(NOTHING) };
  const { query, done } = leadingQuery(request, collection, pipeline);
  const fromDocuments = (running: RunningQuery): Flow<Doc> => pipeline.run(documents(running), done);
  const counting = pipeline.terminal === undefined ? countingPipeline(stages) : undefined;
  if (counting !== undefined) {
    const { rest } = counting;
    const continued = rest.length === 0 ? undefined : compile(unit, request, collection, rest);
    const tooMany = (): Flow<Doc> => fromDocuments(queryDocuments(unit, collection, query));
    const counted = countGroups(unit, collection, counting, query, {
      next: (groups) => (continued === undefined ? groups : continued.run(groups)),
      otherwise: tooMany,
    });
    if (counted !== undefined) return { pipeline, running: undefined, counted, results: counted.results };
  }
  const running = queryDocuments(unit, collection, query);
  return { pipeline, running, counted: undefined, results: fromDocuments(running) };
}

const NOTHING: readonly Doc[] = [];

/** The collection's name; that of no collection for `aggregate: 1`. Throws 9 and 73. */
export function sourceName({ arguments: args }: CommandRequest): string {
  const given = args.doc.get('aggregate');
  if (typeof given === 'string') return args.collection();
  if (toNumber(given) === 1) return COLLECTIONLESS;
  throw new MongoError(9, "Invalid command format: the 'aggregate' field must specify a collection name or 1");
}

function stagesOf({ arguments: args }: CommandRequest): Doc[] {
  const stages = args.documents('pipeline');
  if (stages === undefined)
    throw new MongoError(40414, "BSON field 'aggregate.pipeline' is missing but a required field");
  return stages;
}

function compile(
  unit: Unit,
  request: CommandRequest,
  collection: CollectionInfo | undefined,
  stages: readonly Doc[],
): Pipeline {
  const { arguments: args, database, now, deadline, pacer, engine } = request;
  if (args.document('cursor') === undefined && !args.flag('explain')) {
    throw new MongoError(9, "The 'cursor' option is required, except for aggregate with the explain argument");
  }
  assertSource(request, sourceName(request), stages);
  const { let: variables, collation } = evaluationOptions(request, collection);
  if (collation !== undefined) assertCollatable(stages);
  return compilePipeline(stages, {
    lookup: (name) => foreignCollection(unit, database, name, deadline, pacer),
    source: (stage, spec) => aboutEngine(request, stage) ?? aboutCollection(unit, request, collection, stage, spec),
    now,
    pacer,
    memory: new MemoryBudget(engine.aggregationMemoryBytes, engine.aggregationMemory),
    ...(variables === undefined ? {} : { let: variables }),
    ...(collation === undefined ? {} : { collation }),
  });
}

/** What of the pipeline's beginning the query does: filter and sort, so that indexes can serve them. */
function leadingQuery(
  request: CommandRequest,
  collection: CollectionInfo,
  pipeline: Pipeline,
): { query: DocumentQuery; done: RunOptions } {
  const evaluation = evaluationOptions(request, collection);
  const filter = compileFilter(pipeline.leadingMatch ?? new Map<string, Value>(), evaluation);
  const hint = resolveHint(collection, request.arguments.get('hint'));
  const { leadingSort, leadingLimit, neededFields } = pipeline;
  const query: DocumentQuery = {
    filter,
    pacer: request.pacer,
    ...(leadingSort === undefined ? {} : { sort: compileSort(leadingSort, evaluation) }),
    ...(leadingLimit === undefined ? {} : { limit: leadingLimit }),
    ...(neededFields === undefined ? {} : { fields: neededFields }),
    ...(hint === undefined ? {} : { hint }),
    ...(request.deadline === undefined ? {} : { deadline: request.deadline }),
  };
  return {
    query,
    done: { skipLeadingMatch: pipeline.leadingMatch !== undefined, skipLeadingSort: leadingSort !== undefined },
  };
}

function* documents({ matches }: RunningQuery): Generator<Doc | Pause, void, void> {
  for (const match of matches) yield match === PAUSE ? PAUSE : match.doc;
}
