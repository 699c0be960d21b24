import { MongoError, unsupported } from '../errors.js';
import { drive } from '../flow/drive.js';
import { PAUSE } from '../flow/pause.js';
import type { Flow, Pause } from '../flow/pause.js';
import { compileFilter } from '../matcher/index.js';
import { compilePipeline } from '../pipeline/index.js';
import type { Pipeline, RunOptions } from '../pipeline/index.js';
import { MemoryBudget } from '../pipeline/memory.js';
import { queryDocuments } from '../planner/query-documents.js';
import type { DocumentQuery, RunningQuery } from '../planner/query-documents.js';
import { compileSort } from '../sorter/index.js';
import type { CollectionInfo } from '../store/catalog.js';
import type { Unit } from '../store/unit.js';
import type { Doc, Value } from '../values/types.js';
import { toNumber } from './arguments.js';
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
  /** Undefined when there is no collection to read. */
  readonly running: RunningQuery | undefined;
  readonly results: Flow<Doc>;
}

/** Compiles the pipeline of an aggregate command and begins to run it. */
export function runAggregate(unit: Unit, request: CommandRequest): RunningPipeline {
  const name = sourceName(request);
  const collection = name === COLLECTIONLESS ? undefined : findCollection(unit, request.database, name);
  const pipeline = compile(unit, request, collection);
  if (collection === undefined) return { pipeline, running: undefined, results: pipeline.run([]) };
  const { query, done } = leadingQuery(request, collection, pipeline);
  const running = queryDocuments(unit, collection, query);
  return { pipeline, running, results: pipeline.run(documents(running), done) };
}

/** Runs an aggregate command to its end and gives plan and counters, for explain. */
export async function explainAggregate(
  unit: Unit,
  request: CommandRequest,
): Promise<{ running: RunningQuery | undefined; returned: number }> {
  const { pipeline, running, results } = runAggregate(unit, request);
  if (pipeline.terminal !== undefined) throw unsupported(`explain with ${pipeline.terminal.stage}`);
  let returned = 0;
  await drive(results, request.pacer, () => (returned += 1));
  return { running, returned };
}

/** The collection's name; that of no collection for `aggregate: 1`. Throws 9 and 73. */
export function sourceName({ arguments: args }: CommandRequest): string {
  const given = args.doc.get('aggregate');
  if (typeof given === 'string') return args.collection();
  if (toNumber(given) === 1) return COLLECTIONLESS;
  throw new MongoError(9, "Invalid command format: the 'aggregate' field must specify a collection name or 1");
}

function compile(unit: Unit, request: CommandRequest, collection: CollectionInfo | undefined): Pipeline {
  const { arguments: args, database, now, deadline, pacer, engine } = request;
  const stages = args.documents('pipeline');
  if (stages === undefined)
    throw new MongoError(40414, "BSON field 'aggregate.pipeline' is missing but a required field");
  if (args.document('cursor') === undefined && !args.flag('explain')) {
    throw new MongoError(9, "The 'cursor' option is required, except for aggregate with the explain argument");
  }
  assertSource(request, sourceName(request), stages);
  const { let: variables, collation } = evaluationOptions(request, collection);
  if (collation !== undefined) assertCollatable(stages);
  return compilePipeline(stages, {
    lookup: (name) => foreignCollection(unit, database, name, deadline, pacer),
    source: (stage) => aboutEngine(request, stage),
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
