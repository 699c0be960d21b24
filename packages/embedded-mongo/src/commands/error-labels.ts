const TRANSIENT = 'TransientTransactionError';
const RETRYABLE = 'RetryableWriteError';
const NO_WRITES = 'NoWritesPerformed';

/** Errors of the network, of a node that steps down or is closed: another attempt may succeed. */
const RETRYABLE_CODES: ReadonlySet<number> = new Set([
  6, 7, 89, 91, 134, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436,
]);
/** Errors of a snapshot that is gone: 239, 246; of a lock or a conflict: 24, 112. */
const TRANSIENT_CODES: ReadonlySet<number> = new Set([24, 112, 239, 246]);
const NO_SUCH_TRANSACTION = 251;
const ENDING_COMMANDS: ReadonlySet<string> = new Set(['commitTransaction', 'abortTransaction']);

/** What of a command and its outcome decides about labels. */
export interface LabelledOutcome {
  readonly command: string;
  /** The command carries a transaction number. */
  readonly hasTxnNumber: boolean;
  /** The command is part of a transaction. */
  readonly inTransaction: boolean;
  /** The error of the whole command. */
  readonly code: number | undefined;
  /** The error of the write concern. */
  readonly writeConcernCode: number | undefined;
}

/**
 * The labels a server gives an error, from which drivers know what may be tried again.
 * https://github.com/mongodb/specifications/blob/master/source/transactions/transactions.md#error-reporting-changes
 */
export function errorLabels(outcome: LabelledOutcome): string[] {
  if (!outcome.hasTxnNumber) return [];
  if (isTransient(outcome)) return [TRANSIENT];
  const ends = ENDING_COMMANDS.has(outcome.command);
  if (outcome.inTransaction && !ends) return [];
  const { code, writeConcernCode } = outcome;
  if (isRetryable(code)) return [RETRYABLE, NO_WRITES];
  return isRetryable(writeConcernCode) ? [RETRYABLE] : [];
}

function isRetryable(code: number | undefined): boolean {
  return code !== undefined && RETRYABLE_CODES.has(code);
}

function isTransient({ command, inTransaction, code, writeConcernCode }: LabelledOutcome): boolean {
  if (!inTransaction || code === undefined) return false;
  if (TRANSIENT_CODES.has(code)) return true;
  // That there is no such transaction may also mean that its commit has been rolled back; then nobody may repeat it.
  if (ENDING_COMMANDS.has(command)) return code === NO_SUCH_TRANSACTION && writeConcernCode === undefined;
  return code === NO_SUCH_TRANSACTION || RETRYABLE_CODES.has(code);
}
