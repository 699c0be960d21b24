import { MongoError } from '../errors.js';
import { toTimestamp } from '../transactions/cluster-clock.js';
import { readRecord, writeRecord } from '../transactions/session-records.js';
import type { SessionRecord } from '../transactions/session-records.js';
import { outsideTransaction } from '../transactions/session-registry.js';
import type { TransactionId } from '../transactions/session-registry.js';
import { StatementMemory } from '../transactions/statement-memory.js';
import type { Unit } from '../store/unit.js';
import { decode } from '../values/codec.js';
import { encodeReply } from '../wire/encode-reply.js';
import type { ReplyObject } from '../wire/encode-reply.js';
import { toNumber } from './arguments.js';
import type { Command, CommandRequest, ReadCommand, WriteCommand } from './command.js';
import type { SnapshotWish } from './read-concern.js';
import type { SessionOptions } from './session-options.js';

/** Gives a command the unit of work it needs: a snapshot, a turn of the writer, or its transaction. */
export async function runCommand(
  command: Command,
  request: CommandRequest,
  session: SessionOptions,
  snapshot: SnapshotWish | undefined,
): Promise<ReplyObject | Buffer> {
  if (session.inTransaction) return runInTransaction(command, request, session);
  if (command.kind === 'plain') return command.run(request);
  if (command.kind === 'write') return runWrite(command, request);
  const { runWriting } = command;
  if (runWriting !== undefined && command.writesWith?.(request.arguments.doc) === true) {
    if (snapshot !== undefined) throw new MongoError(72, '$out and $merge do not support readConcern "snapshot"');
    return request.engine.writes.submit((unit) => runWriting(unit, request));
  }
  return snapshot === undefined ? runRead(command, request) : readSnapshot(command, request, snapshot);
}

async function runRead(command: ReadCommand, request: CommandRequest): Promise<ReplyObject> {
  const lease = request.engine.database.openRead();
  try {
    return await command.run(lease.unit, request);
  } finally {
    lease.release();
  }
}

/** Reads a snapshot that later commands can read again, and says of which time it is. */
async function readSnapshot(command: ReadCommand, request: CommandRequest, { at }: SnapshotWish): Promise<ReplyObject> {
  const lease = request.engine.snapshots.read(at);
  try {
    const reply = await command.run(lease.unit, request);
    const atClusterTime = toTimestamp(lease.time);
    const { cursor } = reply as { cursor?: ReplyObject };
    return cursor === undefined ? { ...reply, atClusterTime } : { ...reply, cursor: { ...cursor, atClusterTime } };
  } finally {
    lease.release();
  }
}

function runWrite(command: WriteCommand, request: CommandRequest): Promise<ReplyObject | Buffer> {
  const { engine, lsid, txnNumber } = request;
  if (txnNumber === undefined || lsid === undefined) return engine.writes.submit((unit) => command.run(unit, request));
  const id: TransactionId = { lsid, txnNumber };
  engine.sessions.beginWrite(id);
  return engine.writes.submit((unit) => runOnce(command, request, id, unit));
}

/** What a retryable write has done already is not done again: it gives its remembered answer. */
function runOnce(
  command: WriteCommand,
  request: CommandRequest,
  { lsid, txnNumber }: TransactionId,
  unit: Unit,
): ReplyObject | Buffer {
  const known = knownAttempt(unit, lsid, txnNumber);
  if (known?.kind === 'write' && known.reply !== undefined)
    return { ...Object.fromEntries(decode(known.reply)), retriedStmtId: firstStatement(request) };
  const memory = new StatementMemory(known?.reply, statementIds(request), beforeStatement(request, known));
  const reply = command.run(unit, { ...request, memory });
  if (memory.isUsed) {
    if (memory.hasChanged) writeRecord(unit, lsid, { txnNumber, kind: 'statements', reply: memory.toRecord() });
    return memory.retried.length === 0 ? reply : { ...reply, retriedStmtIds: memory.retried };
  }
  const { n } = reply['lastErrorObject'] as { readonly n: number };
  if (n === 0) return reply;
  const encoded = encodeReply(reply);
  writeRecord(unit, lsid, { txnNumber, kind: 'write', reply: encoded });
  return encoded;
}

function knownAttempt(unit: Unit, lsid: string, txnNumber: number): SessionRecord | undefined {
  const record = readRecord(unit.connection, lsid);
  if (record === undefined || record.txnNumber < txnNumber) return undefined;
  if (record.txnNumber > txnNumber)
    throw new MongoError(225, `Retryable write ${txnNumber} is older than ${record.txnNumber}, which has begun`);
  if (record.kind === 'commit') throw outsideTransaction();
  return record;
}

function firstStatement({ arguments: args }: CommandRequest): number {
  return toNumber(args.get('stmtId')) ?? 0;
}

/** The ids of the statements of a command: `stmtIds`, or counted from `stmtId`. */
function statementIds(request: CommandRequest): (index: number) => number {
  const first = firstStatement(request);
  const ids = request.arguments.array('stmtIds')?.map((id) => toNumber(id) ?? 0);
  return ids === undefined ? (index) => first + index : (index) => ids[index] ?? first + index;
}

/** An insert is committed as a whole, the statements of other commands one by one. */
function beforeStatement(
  { engine: { failPoints }, client, name }: CommandRequest,
  known: SessionRecord | undefined,
): (() => void) | undefined {
  if (failPoints === undefined) return undefined;
  if (name === 'update' || name === 'delete') return () => failPoints.onStatement(client);
  if (known === undefined) failPoints.onStatement(client);
  return undefined;
}

async function runInTransaction(
  command: Command,
  request: CommandRequest,
  session: SessionOptions,
): Promise<ReplyObject> {
  const { engine, lsid, txnNumber, client } = request;
  if (lsid === undefined || txnNumber === undefined) throw new MongoError(72, 'a transaction needs lsid and txnNumber');
  const id: TransactionId = { lsid, txnNumber };
  if (session.startsTransaction) engine.sessions.start(id);
  if (command.kind === 'plain') {
    if (command.endsTransaction !== true) engine.sessions.join(id, client);
    return command.run(request);
  }
  return engine.sessions.run(id, client, command.kind === 'write', async (unit) => {
    const reply = await command.run(unit, request);
    if (reply['writeErrors'] !== undefined) engine.sessions.abort(id);
    return reply;
  });
}
