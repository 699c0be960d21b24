import { MongoError } from '../errors.js';
import type { PlainCommand } from './command.js';

/** Only in engines started for tests; others know no such command. */
export const configureFailPoint: PlainCommand = {
  name: 'configureFailPoint',
  kind: 'plain',
  testsOnly: true,
  options: ['mode', 'data'],
  run: ({ arguments: args, database, engine }) => {
    if (database !== 'admin')
      throw new MongoError(13, 'configureFailPoint may only be run against the admin database.');
    const name = args.text('configureFailPoint') ?? '';
    const count = engine.failPoints?.configure(name, args.get('mode'), args.documentOrEmpty('data')) ?? 0;
    return { count, ok: 1 };
  },
};
