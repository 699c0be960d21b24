import { MongoError } from '../errors.js';
import { Pacer } from '../flow/pacer.js';
import { PAUSE, withoutPauses } from '../flow/pause.js';
import type { Flow, Pause } from '../flow/pause.js';
import { namespaceOf } from '../store/catalog.js';
import { MAX_DOCUMENT_BYTES } from '../store/document-store.js';
import { encode } from '../values/codec.js';
import type { Doc, Value } from '../values/types.js';
import { Arguments } from './arguments.js';
import type { CommandRequest, ReadCommand } from './command.js';
import { explain } from './explain.command.js';
import { openCursor, wholeCursor } from './open-cursor.js';
import { AGGREGATE_OPTIONS, runAggregate, sourceName } from './run-aggregate.js';
import { writeOutput } from './write-output.js';

/** MongoDB's internal limit: a document and some room around it. */
const MAX_REPLY_DOCUMENT_BYTES = MAX_DOCUMENT_BYTES + 16 * 1024;
const OUTPUT_STAGES = ['$out', '$merge'];

/** https://www.mongodb.com/docs/manual/reference/command/aggregate/ */
export const aggregate: ReadCommand = {
  name: 'aggregate',
  kind: 'read',
  transactional: true,
  ...AGGREGATE_OPTIONS,
  writesWith: (body) => {
    const stages = body.get('pipeline');
    return (
      body.get('explain') !== true &&
      Array.isArray(stages) &&
      stages.some((stage) => stage instanceof Map && OUTPUT_STAGES.some((name) => stage.has(name)))
    );
  },
  run: (unit, request) => {
    const { arguments: args, database } = request;
    if (request.inTransaction) assertFitsTransaction(args);
    if (args.flag('explain')) return explain.run(unit, asExplain(request));
    const batchSize = new Arguments('cursor', args.documentOrEmpty('cursor')).whole('batchSize', 0);
    const { results } = runAggregate(unit, request);
    return openCursor(unit, request, namespaceOf(database, sourceName(request)), encoded(results), { batchSize });
  },
  runWriting: (unit, received) => {
    const { client, lsid, inTransaction, deadline } = received;
    // Without turns nothing pauses: the commit that this is part of has to be one piece.
    const request: CommandRequest = {
      ...received,
      pacer: new Pacer({ client, lsid, inTransaction }, undefined, deadline),
    };
    const { pipeline, results } = runAggregate(unit, request);
    if (pipeline.terminal === undefined)
      throw new MongoError(40601, '$out and $merge can only be the final stage in the pipeline');
    if (request.arguments.document('readConcern')?.get('level') === 'linearizable')
      throw new MongoError(72, `${pipeline.terminal.stage} cannot be used with a 'linearizable' read concern level`);
    writeOutput(unit, request, pipeline.terminal, withoutPauses(results));
    return wholeCursor(namespaceOf(request.database, sourceName(request)), []);
  },
};

const OUTSIDE_TRANSACTIONS = [...OUTPUT_STAGES, '$collStats', '$currentOp', '$indexStats', '$listLocalSessions'];

/** Throws 263 for what MongoDB has in no transaction. */
function assertFitsTransaction(args: Arguments): void {
  if (args.flag('explain'))
    throw new MongoError(263, 'Explain for the aggregate command cannot run within a multi-document transaction');
  for (const stage of args.documents('pipeline') ?? []) {
    const name = OUTSIDE_TRANSACTIONS.find((each) => stage.has(each));
    if (name !== undefined)
      throw new MongoError(263, `Stage not supported inside of a multi-document transaction: ${name}`);
  }
}

/** The explain command that `explain: true` asks for. */
function asExplain(request: CommandRequest): CommandRequest {
  const body = new Map(request.arguments.doc);
  body.delete('explain');
  const command = new Map<string, Value>([
    ['explain', body],
    ['verbosity', 'queryPlanner'],
  ]);
  return { ...request, name: 'explain', arguments: new Arguments('explain', command) };
}

function* encoded(results: Flow<Doc>): Generator<Uint8Array | Pause, void, void> {
  for (const doc of results) {
    if (doc === PAUSE) yield PAUSE;
    else yield bounded(encode(doc));
  }
}

/** A document as large as a reply may hold. Throws 10334. */
function bounded(bytes: Uint8Array): Uint8Array {
  if (bytes.length > MAX_REPLY_DOCUMENT_BYTES) {
    throw new MongoError(
      10334,
      `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and ${MAX_REPLY_DOCUMENT_BYTES}`,
    );
  }
  return bytes;
}
