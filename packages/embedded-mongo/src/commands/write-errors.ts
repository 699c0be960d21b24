import { MongoError } from '../errors.js';
import type { ReplyObject, ReplyValue } from '../wire/encode-reply.js';
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

/**
 * Carries out the statements of a write command one by one. Ordered: the first refusal ends it. Inside a
 * transaction every refusal does, because it aborts the transaction.
 */
export function runStatements<T>(
  statements: readonly T[],
  ordered: boolean,
  run: (statement: T, index: number) => void,
): ReplyObject[] {
  if (statements.length === 0 || statements.length > MAX_WRITE_BATCH) {
    throw new MongoError(
      16,
      `Write batch sizes must be between 1 and ${MAX_WRITE_BATCH}. Got ${statements.length} operations.`,
    );
  }
  const errors: ReplyObject[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      run(statement, index);
    } catch (error) {
      errors.push(toWriteError(index, error));
      if (ordered) break;
    }
  }
  return errors;
}

/** `writeErrors` only if there are any. */
export function withErrors(reply: ReplyObject, errors: readonly ReplyObject[]): ReplyObject {
  return errors.length === 0 ? reply : { ...reply, writeErrors: errors };
}
