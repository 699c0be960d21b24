import { MongoError } from '../errors.js';
import type { Flow } from '../flow/pause.js';
import type { Unit } from '../store/unit.js';
import { RawDocument } from '../wire/encode-reply.js';
import type { ReplyObject } from '../wire/encode-reply.js';
import type { CommandRequest } from './command.js';
import { Cursor } from './cursor-registry.js';

/** Documents of the first batch when the client does not say. */
export const DEFAULT_FIRST_BATCH = 101;
/** A result inside a transaction is held in memory; this is its limit in bytes. */
const TRANSACTION_RESULT_BYTES = 100 * 1024 * 1024;

/** How much of a result to give at once. */
export interface BatchOptions {
  readonly batchSize: number | undefined;
  /** Give one batch and close (`singleBatch`). */
  readonly single?: boolean;
}

/** Answers with the first batch of a result and keeps the rest as a cursor. */
export async function openCursor(
  unit: Unit,
  request: CommandRequest,
  namespace: string,
  rows: Flow<Uint8Array>,
  options: BatchOptions,
): Promise<ReplyObject> {
  const { lsid, inTransaction, pacer } = request;
  const cursor = new Cursor(namespace, rows[Symbol.iterator](), lsid, inTransaction, pacer);
  const firstBatch = await cursor.take(options.batchSize ?? DEFAULT_FIRST_BATCH);
  if (options.single === true || cursor.exhausted) {
    cursor.close();
    return firstReply(namespace, 0n, firstBatch);
  }
  const kept = unit.keepSnapshot === undefined ? await heldInMemory(cursor, request, namespace) : cursor;
  const id = registered(kept, request);
  if (unit.keepSnapshot !== undefined) {
    kept.release = unit.keepSnapshot();
    kept.shrink = () => unit.connection.shrink();
    kept.shrink();
  }
  return firstReply(namespace, id, firstBatch);
}

/** Answers with a whole, small result. */
export function wholeCursor(namespace: string, documents: readonly (ReplyObject | RawDocument)[]): ReplyObject {
  return { cursor: { id: 0n, ns: namespace, firstBatch: documents }, ok: 1 };
}

function registered(cursor: Cursor, { engine }: CommandRequest): bigint {
  try {
    return engine.cursors.add(cursor);
  } catch (error) {
    cursor.close();
    throw error;
  }
}

/** A snapshot that goes on to write cannot be read later, so the rest is read now. */
async function heldInMemory(cursor: Cursor, request: CommandRequest, namespace: string): Promise<Cursor> {
  const rest: Uint8Array[] = [];
  let bytes = 0;
  while (!cursor.exhausted) {
    for (const row of await cursor.take(1000)) {
      rest.push(row);
      bytes += row.length;
    }
    if (bytes > TRANSACTION_RESULT_BYTES) {
      cursor.close();
      throw new MongoError(146, `a result inside a transaction may have ${TRANSACTION_RESULT_BYTES} bytes at most`);
    }
  }
  cursor.close();
  return new Cursor(namespace, rest.values(), request.lsid, request.inTransaction, request.pacer);
}

function firstReply(namespace: string, id: bigint, batch: readonly Uint8Array[]): ReplyObject {
  return { cursor: { id, ns: namespace, firstBatch: batch.map((bytes) => new RawDocument(bytes)) }, ok: 1 };
}
