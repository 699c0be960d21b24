import { MongoError } from '../errors.js';
import type { PlainCommand } from './command.js';

/** https://www.mongodb.com/docs/manual/reference/command/killCursors/ */
export const killCursors: PlainCommand = {
  name: 'killCursors',
  kind: 'plain',
  transactional: true,
  options: ['cursors'],
  run: ({ arguments: args, engine }) => {
    const given = args.array('cursors');
    if (given === undefined)
      throw new MongoError(40414, "BSON field 'killCursors.cursors' is missing but a required field");
    const ids = given.map((id, position) => {
      if (typeof id === 'bigint') return id;
      throw new MongoError(14, `BSON field 'killCursors.cursors.${position}' is the wrong type, expected type 'long'`);
    });
    const killed: bigint[] = [];
    const unknown: bigint[] = [];
    for (const id of ids) (engine.cursors.close(id) ? killed : unknown).push(id);
    return { cursorsKilled: killed, cursorsNotFound: unknown, cursorsAlive: [], cursorsUnknown: [], ok: 1 };
  },
};
