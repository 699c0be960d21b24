import { MongoError } from '../errors.js';
import type { StatementResult } from '../transactions/statement-memory.js';
import type { ReplyObject, ReplyValue } from '../wire/encode-reply.js';
import type { CommandRequest } from './command.js';
import { MalformedStatementError } from './statement-options.js';

/** Errors that concern the transaction or the whole command and not one statement. */
const WHOLE_COMMAND = new Set([112, 24, 251, 50, 11600]);

/** Most statements of one write command (`maxWriteBatchSize`). */
export const MAX_WRITE_BATCH = 100_000;

/** One refused statement, as `writeErrors` lists it. Rethrows what is not an error of the statement. */
export function toWriteError(index: number, error: unknown): ReplyObject {
  if (!(error instanceof MongoError) || error instanceof MalformedStatementError || WHOLE_COMMAND.has(error.code))
    throw error;
  return {
    index,
    code: error.code,
    errmsg: error.message,
    ...(error.extra as Readonly<Record<string, ReplyValue>> | undefined),
  };
}

/** What the statements of a command did together. */
export interface StatementsOutcome {
  n: number;
  nModified: number;
  readonly upserted: ReplyObject[];
  readonly errors: ReplyObject[];
}

/**
 * Carries out the statements of a write command one by one. Ordered: the first refusal ends it. Inside a
 * transaction every refusal does, because it aborts the transaction. Of a repeated retryable write, what was
 * carried out before is only counted.
 */
export function runStatements<T>(
  { arguments: args, inTransaction, memory }: CommandRequest,
  statements: readonly T[],
  run: (statement: T, index: number) => StatementResult,
): StatementsOutcome {
  if (statements.length === 0 || statements.length > MAX_WRITE_BATCH) {
    throw new MongoError(
      16,
      `Write batch sizes must be between 1 and ${MAX_WRITE_BATCH}. Got ${statements.length} operations.`,
    );
  }
  const ordered = args.get('ordered') === undefined || args.flag('ordered') || inTransaction;
  const outcome: StatementsOutcome = { n: 0, nModified: 0, upserted: [], errors: [] };
  for (let index = 0; index < statements.length; index += 1) {
    try {
      let result = memory?.recall(index);
      if (result === undefined) {
        result = run(statements[index] as T, index);
        if (result.n > 0) memory?.note(index, result);
      }
      outcome.n += result.n;
      outcome.nModified += result.nModified;
      if (result.upserted !== undefined) outcome.upserted.push({ index, _id: result.upserted });
    } catch (error) {
      outcome.errors.push(toWriteError(index, error));
      if (ordered) break;
    }
  }
  return outcome;
}

/** `writeErrors` only if there are any. */
export function withErrors(reply: ReplyObject, errors: readonly ReplyObject[]): ReplyObject {
  return errors.length === 0 ? reply : { ...reply, writeErrors: errors };
}
