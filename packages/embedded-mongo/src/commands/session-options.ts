import { MongoError } from '../errors.js';
import type { Value } from '../values/types.js';
import type { Arguments } from './arguments.js';
import type { Command } from './command.js';
import { readSessionId } from './session-id.js';

/** What a command says about session and transaction. */
export interface SessionOptions {
  /** The session as text. */
  readonly lsid: string | undefined;
  readonly txnNumber: number | undefined;
  readonly inTransaction: boolean;
  readonly startsTransaction: boolean;
}

/** Commands that cannot be the first of a transaction. */
const NEVER_FIRST: ReadonlyMap<string, string> = new Map([
  ['commitTransaction', 'Cannot start a transaction with a commit'],
  ['abortTransaction', 'Cannot start a transaction with an abort'],
  ['killCursors', 'Cannot run killCursors as the first operation in a multi-document transaction.'],
]);
const ENDING = new Set(['commitTransaction', 'abortTransaction']);

/** Reads `lsid`, `txnNumber`, `autocommit` and `startTransaction`. Throws 14, 72 and 207. */
export function readSessionOptions(args: Arguments): SessionOptions {
  const lsid = readSessionId(args.get('lsid'));
  const txnNumber = readNumber(args.get('txnNumber'));
  const autocommit = readFlag('autocommit', args.get('autocommit'));
  const starts = readFlag('startTransaction', args.get('startTransaction'));
  if (lsid === undefined)
    refuseIf(txnNumber !== undefined, 'Transaction number requires a session ID to also be specified');
  if (txnNumber === undefined)
    refuseIf(autocommit !== undefined, "'autocommit' field requires a transaction number to also be specified");
  else refuseIf(txnNumber < 0, 'Transaction number cannot be negative');
  refuseIf(autocommit === true, 'Specifying autocommit=true is not allowed.');
  if (autocommit === undefined)
    refuseIf(starts !== undefined, "'startTransaction' field requires 'autocommit' field to also be specified");
  refuseIf(starts === false, 'Specifying startTransaction=false is not allowed.');
  return { lsid, txnNumber, inTransaction: autocommit === false, startsTransaction: starts === true };
}

/** Refuses commands that cannot be part of a transaction (263), and transaction numbers of others (50768). */
export function assertSessionFits(command: Command, database: string, options: SessionOptions): void {
  const { name } = command;
  if (!options.inTransaction) {
    if (options.txnNumber === undefined || (command.kind === 'write' && command.retryable === true)) return;
    throw new MongoError(
      50768,
      'txnNumber may only be provided for multi-document transactions and retryable write commands. ' +
        `autocommit:false was not provided, and ${name} is not a retryable write command.`,
    );
  }
  if (command.transactional !== true)
    throw new MongoError(263, `Cannot run '${name}' in a multi-document transaction.`);
  if (database === 'local' || database === 'config' || (database === 'admin' && !ENDING.has(name)))
    throw new MongoError(263, `Cannot run command against the '${database}' database in a transaction.`);
  const never = options.startsTransaction ? NEVER_FIRST.get(name) : undefined;
  if (never !== undefined) throw new MongoError(263, never);
}

function readNumber(value: Value | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'bigint') throw wrongType('txnNumber', 'long');
  return Number(value);
}

function readFlag(name: string, value: Value | undefined): boolean | undefined {
  if (value !== undefined && typeof value !== 'boolean') throw wrongType(name, 'bool');
  return value;
}

function refuseIf(condition: boolean, message: string): void {
  if (condition) throw new MongoError(72, message);
}

function wrongType(name: string, expected: string): MongoError {
  return new MongoError(14, `BSON field 'OperationSessionInfo.${name}' is the wrong type, expected type '${expected}'`);
}
