import { setTimeout as pause } from 'node:timers/promises';
import { MongoError, onlyInAtlas } from '../errors.js';
import { Pacer } from '../flow/pacer.js';
import { Deadline } from '../planner/deadline.js';
import { toClusterTime } from '../transactions/cluster-clock.js';
import { decode } from '../values/codec.js';
import type { Doc } from '../values/types.js';
import { encodeReply, withElements } from '../wire/encode-reply.js';
import type { ReplyObject } from '../wire/encode-reply.js';
import type { RawCommand } from '../wire/op-msg.js';
import { Arguments } from './arguments.js';
import type { ClientInfo, Command, CommandRequest } from './command.js';
import type { Engine } from './engine.js';
import { errorLabels } from './error-labels.js';
import { toErrorReply } from './error-reply.js';
import { FailPointError } from './fail-points.js';
import type { WatchedCommand } from './fail-points.js';
import { readReadConcern } from './read-concern.js';
import { assertDatabaseName } from './find-target.js';
import { findCommand } from './registry.js';
import { runCommand } from './run-command.js';
import { assertSessionFits, readSessionOptions } from './session-options.js';
import type { SessionOptions } from './session-options.js';
import { assertStableApi } from './stable-api.js';
import { readWriteConcern } from './write-concern.js';

const OF_SEARCH: ReadonlySet<string> = new Set(['createSearchIndexes', 'updateSearchIndex', 'dropSearchIndex']);

/** Carries out one command and gives its reply as BSON. Never rejects: errors become replies. */
export async function execute(
  engine: Engine,
  client: ClientInfo,
  raw: RawCommand,
  legacyDatabase?: string,
): Promise<Buffer> {
  const { clock } = engine.database.commits;
  let session: SessionOptions | undefined;
  try {
    const command = findCommand(raw.name);
    if (OF_SEARCH.has(raw.name)) throw onlyInAtlas();
    if (command === undefined || (command.testsOnly === true && engine.failPoints === undefined))
      throw new MongoError(59, `no such command: '${raw.name}'`);
    const args = new Arguments(raw.name, decode(raw.body));
    session = readSessionOptions(args);
    const request = toRequest(engine, client, raw, args, session, legacyDatabase);
    const reply = await carryOut(command, request, session);
    return Buffer.isBuffer(reply) ? withElements(reply, clock.stamp) : encodeReply(reply, clock.stamp);
  } catch (error) {
    return encodeReply(toErrorReply(error, raw.name, engine.log, labelsFor(error, raw.name, session)), clock.stamp);
  }
}

function toRequest(
  engine: Engine,
  client: ClientInfo,
  raw: RawCommand,
  args: Arguments,
  { lsid, txnNumber, inTransaction }: SessionOptions,
  legacyDatabase: string | undefined,
): CommandRequest {
  const database = legacyDatabase ?? args.text('$db');
  if (database === undefined) throw new MongoError(40571, 'OP_MSG requests require a $db argument');
  assertDatabaseName(database);
  const maxTime = args.maxTime();
  const deadline = maxTime === 0 ? undefined : new Deadline(maxTime);
  return {
    name: raw.name,
    database,
    arguments: args,
    sequences: raw.sequences,
    lsid,
    txnNumber,
    inTransaction,
    now: new Date(),
    deadline,
    pacer: new Pacer({ client, lsid, inTransaction }, engine.turns, deadline),
    client,
    engine,
  };
}

async function carryOut(
  command: Command,
  request: CommandRequest,
  session: SessionOptions,
): Promise<ReplyObject | Buffer> {
  const { arguments: args, engine } = request;
  assertStableApi(command.name, args);
  args.assertKnown(command);
  const heard = toClusterTime(args.document('$clusterTime')?.get('clusterTime'));
  if (heard !== undefined) engine.database.commits.clock.advance(heard);
  assertSessionFits(command, request.database, session);
  const unfulfilled = readWriteConcern(command, args, session.inTransaction);
  const snapshot = readReadConcern(command, args, session, engine.database.commits.clock);
  if (engine.failPoints !== undefined) await failAsOrdered(command, request);
  const reply = await runCommand(command, request, session, snapshot);
  if (unfulfilled === undefined && engine.failPoints === undefined) return reply;
  return withWriteConcernError(command, request, reply, unfulfilled);
}

/** Does what a fail point orders for the command. */
async function failAsOrdered(command: Command, request: CommandRequest): Promise<void> {
  const failure = request.engine.failPoints?.beforeCommand(watched(command, request));
  if (failure === undefined) return;
  if (failure.blockMs > 0) await block(failure.blockMs, request.deadline);
  if (failure.closes) {
    request.client.hangUp?.();
    throw new FailPointError(50985, `Failing command '${request.name}': closing connection`, failure.labels);
  }
  if (failure.code !== undefined)
    throw new FailPointError(failure.code, "Failing command via 'failCommand' failpoint", failure.labels);
}

/** Waits, but no longer than the command may take. Throws 50. */
async function block(milliseconds: number, deadline: Deadline | undefined): Promise<void> {
  const left = Math.max(0, deadline?.left ?? Infinity);
  await pause(Math.min(milliseconds, left));
  if (left < milliseconds) throw new MongoError(50, 'operation exceeded time limit');
}

function withWriteConcernError(
  command: Command,
  request: CommandRequest,
  reply: ReplyObject | Buffer,
  unfulfilled: Doc | undefined,
): ReplyObject | Buffer {
  const ordered = request.engine.failPoints?.afterWrite(watched(command, request));
  const error = ordered?.error ?? unfulfilled;
  if (error === undefined) return reply;
  const labels =
    ordered?.labels ??
    errorLabels({
      command: request.name,
      hasTxnNumber: request.txnNumber !== undefined,
      inTransaction: request.inTransaction,
      code: undefined,
      writeConcernCode: Number(error.get('code')),
    });
  return {
    ...(Buffer.isBuffer(reply) ? Object.fromEntries(decode(reply)) : reply),
    writeConcernError: error,
    errorLabels: labels.length === 0 ? undefined : labels,
  };
}

function watched(command: Command, { name, database, arguments: args, client }: CommandRequest): WatchedCommand {
  const target = args.doc.get(name);
  return {
    names: [command.name, name],
    namespace: `${database}.${typeof target === 'string' ? target : ''}`,
    client,
  };
}

/** The labels of an error: those it has been given, and those that follow from it. */
function labelsFor(error: unknown, command: string, session: SessionOptions | undefined): readonly string[] {
  if (!(error instanceof MongoError)) return [];
  if (error instanceof FailPointError && error.given !== undefined) return error.given;
  const labels = errorLabels({
    command,
    hasTxnNumber: session?.txnNumber !== undefined,
    inTransaction: session?.inTransaction === true,
    code: error.code,
    writeConcernCode: undefined,
  });
  return error.labels === undefined ? labels : [...new Set([...error.labels, ...labels])];
}
