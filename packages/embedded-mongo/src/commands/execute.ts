import { MongoError, unsupported } from '../errors.js';
import { Pacer } from '../flow/pacer.js';
import { Deadline } from '../planner/deadline.js';
import { readRecord, writeRecord } from '../transactions/session-records.js';
import type { TransactionId } from '../transactions/session-registry.js';
import type { Unit } from '../store/unit.js';
import { decode } from '../values/codec.js';
import { encodeReply } from '../wire/encode-reply.js';
import type { ReplyObject } from '../wire/encode-reply.js';
import type { RawCommand } from '../wire/op-msg.js';
import { Arguments, toNumber } from './arguments.js';
import type { ClientInfo, Command, CommandRequest, ReadCommand, WriteCommand } from './command.js';
import { assertConcerns } from './concerns.js';
import type { Engine } from './engine.js';
import { toErrorReply } from './error-reply.js';
import { findCommand } from './registry.js';
import { readSessionId } from './session-id.js';

/** Carries out one command and gives its reply as BSON. Never rejects: errors become replies. */
export async function execute(
  engine: Engine,
  client: ClientInfo,
  raw: RawCommand,
  legacyDatabase?: string,
): Promise<Buffer> {
  try {
    const command = findCommand(raw.name);
    if (command === undefined) throw new MongoError(59, `no such command: '${raw.name}'`);
    const request = toRequest(engine, client, raw, legacyDatabase);
    request.arguments.assertKnown(command);
    assertConcerns(request);
    const reply = await run(command, request);
    return Buffer.isBuffer(reply) ? reply : encodeReply(reply);
  } catch (error) {
    return encodeReply(toErrorReply(error, raw.name, engine.log));
  }
}

function toRequest(
  engine: Engine,
  client: ClientInfo,
  raw: RawCommand,
  legacyDatabase: string | undefined,
): CommandRequest {
  const args = new Arguments(raw.name, decode(raw.body));
  const database = legacyDatabase ?? args.text('$db');
  if (database === undefined) throw new MongoError(40571, 'OP_MSG requests require a $db argument');
  const version = args.text('apiVersion');
  if (version !== undefined && version !== '1') throw new MongoError(322, 'API version must be "1"');
  const maxTime = args.whole('maxTimeMS', 0);
  const deadline = maxTime === undefined || maxTime === 0 ? undefined : new Deadline(maxTime);
  const lsid = readSessionId(args.get('lsid'));
  const inTransaction = args.get('autocommit') === false;
  return {
    name: raw.name,
    database,
    arguments: args,
    sequences: raw.sequences,
    lsid,
    inTransaction,
    now: new Date(),
    deadline,
    pacer: new Pacer({ client, lsid, inTransaction }, engine.turns, deadline),
    client,
    engine,
  };
}

async function run(command: Command, request: CommandRequest): Promise<ReplyObject | Buffer> {
  if (request.inTransaction) return runInTransaction(command, request);
  if (command.kind === 'plain') return command.run(request);
  if (command.kind === 'write') return runWrite(command, request);
  const { runWriting } = command;
  if (runWriting !== undefined && command.writesWith?.(request.arguments.doc) === true)
    return request.engine.writes.submit((unit) => runWriting(unit, request));
  return runRead(command, request);
}

async function runRead(command: ReadCommand, request: CommandRequest): Promise<ReplyObject> {
  const lease = request.engine.database.openRead();
  try {
    return await command.run(lease.unit, request);
  } finally {
    lease.release();
  }
}

function runWrite(command: WriteCommand, request: CommandRequest): Promise<ReplyObject | Buffer> {
  const { engine } = request;
  const txnNumber = toNumber(request.arguments.get('txnNumber'));
  if (txnNumber === undefined || request.lsid === undefined)
    return engine.writes.submit((unit) => command.run(unit, request));
  if (command.retryable !== true) throw new MongoError(20, `${command.name} is not a retryable write`);
  const id: TransactionId = { lsid: request.lsid, txnNumber };
  engine.sessions.supersede(id);
  return engine.writes.submit((unit) => runOnce(command, request, id, unit));
}

/** A write that was done already gives its remembered answer. */
function runOnce(command: WriteCommand, request: CommandRequest, id: TransactionId, unit: Unit): Buffer {
  const record = readRecord(unit.connection, id.lsid);
  if (record !== undefined && record.txnNumber > id.txnNumber) request.engine.sessions.assertNotOld(id);
  if (record?.txnNumber === id.txnNumber && record.reply !== undefined) return Buffer.from(record.reply);
  const reply = encodeReply(command.run(unit, request));
  writeRecord(unit, id.lsid, { txnNumber: id.txnNumber, kind: 'write', reply });
  return reply;
}

async function runInTransaction(command: Command, request: CommandRequest): Promise<ReplyObject> {
  const { engine, lsid, arguments: args } = request;
  const txnNumber = toNumber(args.get('txnNumber'));
  if (lsid === undefined || txnNumber === undefined) throw new MongoError(72, 'a transaction needs lsid and txnNumber');
  const id: TransactionId = { lsid, txnNumber };
  if (command.transactional !== true) {
    throw new MongoError(263, `Cannot run '${command.name}' in a multi-document transaction.`);
  }
  if (args.flag('startTransaction')) engine.sessions.start(id);
  if (command.kind === 'plain') return command.run(request);
  if (command.kind === 'read' && command.writesWith?.(args.doc) === true)
    throw unsupported('$out or $merge in a transaction');
  return engine.sessions.run(id, request.client, command.kind === 'write', async (unit) => {
    const reply = await command.run(unit, request);
    if (reply['writeErrors'] !== undefined) engine.sessions.abort(id);
    return reply;
  });
}
