import { MongoError, unsupported } from '../errors.js';
import { drive } from '../flow/drive.js';
import { Pacer } from '../flow/pacer.js';
import { PAUSE, withoutPauses } from '../flow/pause.js';
import type { Flow, Pause } from '../flow/pause.js';
import { compileFilter } from '../matcher/index.js';
import { compilePipeline } from '../pipeline/index.js';
import type { Pipeline, RunOptions } from '../pipeline/index.js';
import { MemoryBudget } from '../pipeline/memory.js';
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
import { openCursor, wholeCursor } from './open-cursor.js';
import { resolveHint } from './resolve-hint.js';
import { writeOutput } from './write-output.js';

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
    if (pipeline.terminal !== undefined)
      throw new MongoError(263, `${pipeline.terminal.stage} cannot be used in a transaction`);
    const results = runPipeline(unit, request, findCollection(unit, database, name), pipeline).results;
    const batchSize = toNumber(args.document('cursor')?.get('batchSize'));
    return openCursor(unit, request, namespace, encoded(results), { batchSize });
  },
  runWriting: (unit, received) => {
    const { client, lsid, inTransaction, deadline } = received;
    // Without turns nothing pauses: the commit that this is part of has to be one piece.
    const request: CommandRequest = {
      ...received,
      pacer: new Pacer({ client, lsid, inTransaction }, undefined, deadline),
    };
    const name = sourceName(request);
    const pipeline = compile(unit, request);
    if (pipeline.terminal === undefined)
      throw new MongoError(40601, '$out and $merge can only be the final stage in the pipeline');
    const { results } = runPipeline(unit, request, findCollection(unit, request.database, name), pipeline);
    writeOutput(unit, request, pipeline.terminal, withoutPauses(results));
    return wholeCursor(namespaceOf(request.database, name), []);
  },
};

/** Runs an aggregate command to its end and gives plan and counters, for explain. */
export async function explainAggregate(
  unit: Unit,
  request: CommandRequest,
): Promise<{ running: RunningQuery | undefined; returned: number }> {
  const pipeline = compile(unit, request);
  if (pipeline.terminal !== undefined) throw unsupported(`explain with ${pipeline.terminal.stage}`);
  const { running, results } = runPipeline(
    unit,
    request,
    findCollection(unit, request.database, sourceName(request)),
    pipeline,
  );
  let returned = 0;
  await drive(results, request.pacer, () => (returned += 1));
  return { running, returned };
}

function sourceName({ arguments: args }: CommandRequest): string {
  if (typeof args.doc.get('aggregate') !== 'string') throw unsupported('aggregate without a collection');
  return args.collection();
}

function compile(unit: Unit, request: CommandRequest): Pipeline {
  const { arguments: args, database, now, deadline, pacer, engine } = request;
  const stages = args.documents('pipeline');
  if (stages === undefined)
    throw new MongoError(40414, "BSON field 'aggregate.pipeline' is missing but a required field");
  if (args.document('cursor') === undefined && !args.flag('explain')) {
    throw new MongoError(9, "The 'cursor' option is required, except for aggregate with the explain argument");
  }
  const variables = args.document('let');
  return compilePipeline(stages, {
    lookup: (collection) => foreignCollection(unit, database, collection, deadline, pacer),
    now,
    pacer,
    memory: new MemoryBudget(engine.aggregationMemoryBytes, engine.aggregationMemory),
    ...(variables === undefined ? {} : { let: variables }),
  });
}

function runPipeline(
  unit: Unit,
  request: CommandRequest,
  collection: CollectionInfo | undefined,
  pipeline: Pipeline,
): { running: RunningQuery | undefined; results: Flow<Doc> } {
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
    pacer: request.pacer,
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

function* documents({ matches }: RunningQuery): Generator<Doc | Pause, void, void> {
  for (const match of matches) yield match === PAUSE ? PAUSE : match.doc;
}

function* encoded(results: Flow<Doc>): Generator<Uint8Array | Pause, void, void> {
  for (const doc of results) yield doc === PAUSE ? PAUSE : encode(doc);
}
