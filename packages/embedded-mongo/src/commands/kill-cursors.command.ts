import { MongoError } from '../errors.js';
import type { PlainCommand } from './command.js';

/** https://www.mongodb.com/docs/manual/reference/command/killCursors/ */
export const killCursors: PlainCommand = {
  name: 'killCursors',
  kind: 'plain',
  transactional: true,
  options: ['cursors'],
  run: ({ arguments: args, engine }) => {
    const ids = (args.array('cursors') ?? []).map((id) => {
      if (typeof id !== 'bigint') throw new MongoError(14, "BSON field 'killCursors.cursors' must hold longs");
      return id;
    });
    const killed: bigint[] = [];
    const unknown: bigint[] = [];
    for (const id of ids) (engine.cursors.close(id) ? killed : unknown).push(id);
    return { cursorsKilled: killed, cursorsNotFound: unknown, cursorsAlive: [], cursorsUnknown: [], ok: 1 };
  },
};
