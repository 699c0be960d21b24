import { MongoError, unsupported } from '../errors.js';
import { compileFilter } from '../matcher/index.js';
import { compilePipeline } from '../pipeline/index.js';
import type { Pipeline, RunOptions } from '../pipeline/index.js';
import { queryDocuments } from '../planner/query-documents.js';
import type { DocumentQuery, RunningQuery } from '../planner/query-documents.js';
import { compileSort } from '../sorter/index.js';
import type { CollectionInfo } from '../store/catalog.js';
import { namespaceOf } from '../store/catalog.js';
import type { Unit } from '../store/unit.js';
import { encode } from '../values/codec.js';
import type { Doc, Value } from '../values/types.js';
import type { CommandRequest, ReadCommand } from './command.js';
import { toNumber } from './arguments.js';
import { findCollection } from './find-target.js';
import { foreignCollection } from './foreign-collection.js';
import { openCursor } from './open-cursor.js';
import { resolveHint } from './resolve-hint.js';
import { writeOutput } from './write-output.js';

/** Most bytes a blocking stage may hold. */
const STAGE_MEMORY_BYTES = 100 * 1024 * 1024;
const OUTPUT_STAGES = ['$out', '$merge'];

/** https://www.mongodb.com/docs/manual/reference/command/aggregate/ */
export const aggregate: ReadCommand = {
  name: 'aggregate',
  kind: 'read',
  transactional: true,
  options: ['pipeline', 'cursor', 'let', 'hint', 'explain'],
  ignored: ['allowDiskUse', 'bypassDocumentValidation'],
  writesWith: (body) => {
    const stages = body.get('pipeline');
    return (
      Array.isArray(stages) &&
      stages.some((stage) => stage instanceof Map && OUTPUT_STAGES.some((name) => stage.has(name)))
    );
  },
  run: (unit, request) => {
    const { arguments: args, database } = request;
    if (args.flag('explain')) throw unsupported('The option "explain" of aggregate (use the explain command)');
    const name = sourceName(request);
    const namespace = namespaceOf(database, name);
    const pipeline = compile(unit, request);
    const results = runPipeline(unit, request, findCollection(unit, database, name), pipeline).results;
    if (pipeline.terminal !== undefined) {
      if (request.inTransaction)
        throw new MongoError(263, `${pipeline.terminal.stage} cannot be used in a transaction`);
      writeOutput(unit, request, pipeline.terminal, results);
      return openCursor(unit, request, namespace, [], { batchSize: 0, single: true });
    }
    const batchSize = toNumber(args.document('cursor')?.get('batchSize'));
    return openCursor(unit, request, namespace, encoded(results), { batchSize });
  },
};

/** Runs an aggregate command to its end and gives plan and counters, for explain. */
export function explainAggregate(
  unit: Unit,
  request: CommandRequest,
): { running: RunningQuery | undefined; returned: number } {
  const pipeline = compile(unit, request);
  if (pipeline.terminal !== undefined) throw unsupported(`explain with ${pipeline.terminal.stage}`);
  const { running, results } = runPipeline(
    unit,
    request,
    findCollection(unit, request.database, sourceName(request)),
    pipeline,
  );
  const iterator = results[Symbol.iterator]();
  let returned = 0;
  while (iterator.next().done !== true) returned += 1;
  return { running, returned };
}

function sourceName({ arguments: args }: CommandRequest): string {
  if (typeof args.doc.get('aggregate') !== 'string') throw unsupported('aggregate without a collection');
  return args.collection();
}

function compile(unit: Unit, request: CommandRequest): Pipeline {
  const { arguments: args, database, now, deadline } = request;
  const stages = args.documents('pipeline');
  if (stages === undefined)
    throw new MongoError(40414, "BSON field 'aggregate.pipeline' is missing but a required field");
  if (args.document('cursor') === undefined && !args.flag('explain')) {
    throw new MongoError(9, "The 'cursor' option is required, except for aggregate with the explain argument");
  }
  const variables = args.document('let');
  return compilePipeline(stages, {
    lookup: (collection) => foreignCollection(unit, database, collection, deadline),
    now,
    memoryLimitBytes: STAGE_MEMORY_BYTES,
    ...(variables === undefined ? {} : { let: variables }),
  });
}

function runPipeline(
  unit: Unit,
  request: CommandRequest,
  collection: CollectionInfo | undefined,
  pipeline: Pipeline,
): { running: RunningQuery | undefined; results: Iterable<Doc> } {
  if (collection === undefined) return { running: undefined, results: pipeline.run([]) };
  const { query, done } = leadingQuery(request, collection, pipeline);
  const running = queryDocuments(unit, collection, query);
  return { running, results: pipeline.run(documents(running), done) };
}

/** What of the pipeline's beginning the query does: filter and sort, so that indexes can serve them. */
function leadingQuery(
  request: CommandRequest,
  collection: CollectionInfo,
  pipeline: Pipeline,
): { query: DocumentQuery; done: RunOptions } {
  const variables = request.arguments.document('let');
  const filter = compileFilter(pipeline.leadingMatch ?? new Map<string, Value>(), {
    now: request.now,
    ...(variables === undefined ? {} : { let: variables }),
  });
  const hint = resolveHint(collection, request.arguments.get('hint'));
  const { leadingSort, leadingLimit, neededFields } = pipeline;
  const query: DocumentQuery = {
    filter,
    ...(leadingSort === undefined ? {} : { sort: compileSort(leadingSort) }),
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

function* documents({ matches }: RunningQuery): Generator<Doc, void, void> {
  for (const { doc } of matches) yield doc;
}

function* encoded(results: Iterable<Doc>): Generator<Uint8Array, void, void> {
  for (const doc of results) yield encode(doc);
}
