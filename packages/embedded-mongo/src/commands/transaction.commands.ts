import { MongoError } from '../errors.js';
import type { TransactionId } from '../transactions/session-registry.js';
import { toNumber } from './arguments.js';
import type { CommandRequest, PlainCommand } from './command.js';
import { readSessionIds } from './session-id.js';

/** https://www.mongodb.com/docs/manual/reference/command/commitTransaction/ */
export const commitTransaction: PlainCommand = {
  name: 'commitTransaction',
  kind: 'plain',
  transactional: true,
  options: ['recoveryToken'],
  run: async (request) => {
    await request.engine.sessions.commit(transactionOf(request));
    return { ok: 1 };
  },
};

/** https://www.mongodb.com/docs/manual/reference/command/abortTransaction/ */
export const abortTransaction: PlainCommand = {
  name: 'abortTransaction',
  kind: 'plain',
  transactional: true,
  options: ['recoveryToken'],
  run: (request) => {
    request.engine.sessions.abort(transactionOf(request));
    return { ok: 1 };
  },
};

/** Ends sessions: their transactions are aborted, their cursors closed. */
export const endSessions: PlainCommand = endingCommand('endSessions');

export const killSessions: PlainCommand = endingCommand('killSessions');

function endingCommand(name: string): PlainCommand {
  return {
    name,
    kind: 'plain',
    options: [],
    run: ({ arguments: args, engine }) => {
      const lsids = readSessionIds(args.array(name) ?? []);
      engine.sessions.endSessions(lsids);
      for (const lsid of lsids) {
        engine.cursors.closeSession(lsid);
        engine.turns.interrupt((owner) => owner.lsid === lsid, new MongoError(11601, 'the session was ended'));
      }
      return { ok: 1 };
    },
  };
}

/** Sessions live as long as what they hold; there is nothing to refresh. */
export const refreshSessions: PlainCommand = {
  name: 'refreshSessions',
  kind: 'plain',
  options: [],
  run: () => ({ ok: 1 }),
};

function transactionOf({ arguments: args, lsid, inTransaction }: CommandRequest): TransactionId {
  const txnNumber = toNumber(args.get('txnNumber'));
  if (lsid === undefined || txnNumber === undefined || !inTransaction) {
    throw new MongoError(125, `${args.command} must be run within a transaction`);
  }
  return { lsid, txnNumber };
}
