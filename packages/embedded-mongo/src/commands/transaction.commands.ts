import { MongoError } from '../errors.js';
import type { TransactionId } from '../transactions/session-registry.js';
import type { CommandRequest, PlainCommand } from './command.js';

/** https://www.mongodb.com/docs/manual/reference/command/commitTransaction/ */
export const commitTransaction: PlainCommand = {
  name: 'commitTransaction',
  kind: 'plain',
  transactional: true,
  endsTransaction: true,
  options: ['recoveryToken'],
  run: async (request) => {
    const id = transactionOf(request);
    await request.engine.sessions.commit(id);
    return { ok: 1 };
  },
};

/** https://www.mongodb.com/docs/manual/reference/command/abortTransaction/ */
export const abortTransaction: PlainCommand = {
  name: 'abortTransaction',
  kind: 'plain',
  transactional: true,
  endsTransaction: true,
  options: ['recoveryToken'],
  run: (request) => {
    request.engine.sessions.abort(transactionOf(request));
    return { ok: 1 };
  },
};

function transactionOf({ arguments: args, database, lsid, txnNumber, inTransaction }: CommandRequest): TransactionId {
  if (database !== 'admin') throw new MongoError(13, `${args.command} may only be run against the admin database.`);
  if (lsid === undefined || txnNumber === undefined || !inTransaction)
    throw new MongoError(125, `${args.command} must be run within a transaction`);
  return { lsid, txnNumber };
}
