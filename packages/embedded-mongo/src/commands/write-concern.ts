import { MongoError } from '../errors.js';
import type { Doc, Value } from '../values/types.js';
import { toNumber } from './arguments.js';
import type { Arguments } from './arguments.js';
import type { Command } from './command.js';

/** The largest number of nodes a replica set can have. */
const MAX_NODES = 50;
const ENDING = new Set(['commitTransaction', 'abortTransaction']);
const FIELDS = new Set(['w', 'j', 'fsync', 'wtimeout', 'provenance']);

/**
 * Checks the write concern of a command. One node fulfils 0, 1 and "majority"; for more nodes than there are, the
 * command does its work and the reply says what is not fulfilled. Throws 9 and 72.
 * @returns that error of the reply (100, 79), or undefined
 */
export function readWriteConcern(command: Command, args: Arguments, inTransaction: boolean): Doc | undefined {
  const concern = args.document('writeConcern');
  if (concern === undefined || concern.size === 0) return undefined;
  const ends = ENDING.has(command.name);
  if (inTransaction && !ends)
    throw new MongoError(72, 'writeConcern is not allowed within a multi-statement transaction');
  if (command.kind !== 'write' && command.name !== 'aggregate' && !ends)
    throw new MongoError(72, 'Command does not support writeConcern');
  for (const name of concern.keys())
    if (!FIELDS.has(name)) throw new MongoError(9, `unrecognized write concern field: ${name}`);
  return unfulfilled(concern);
}

function unfulfilled(concern: Doc): Doc | undefined {
  const w = concern.get('w') ?? 1;
  if (typeof w === 'string') {
    if (w === 'majority') return undefined;
    return failure(concern, 79, `No write concern mode named '${w}' found in replica set configuration`);
  }
  const nodes = toNumber(w);
  if (nodes === undefined) throw new MongoError(9, 'w has to be a number or a string');
  if (!(nodes >= 0 && nodes <= MAX_NODES))
    throw new MongoError(9, `w has to be a non-negative number and not greater than ${MAX_NODES}; found: ${nodes}`);
  return nodes <= 1 ? undefined : failure(concern, 100, 'Not enough data-bearing nodes');
}

function failure(concern: Doc, code: 79 | 100, message: string): Doc {
  const given: Doc = new Map<string, Value>([['wtimeout', 0], ...concern, ['provenance', 'clientSupplied']]);
  return new Map<string, Value>([
    ['code', code],
    ['codeName', code === 79 ? 'UnknownReplWriteConcern' : 'UnsatisfiableWriteConcern'],
    ['errmsg', message],
    ['errInfo', new Map<string, Value>([['writeConcern', given]])],
  ]);
}
