import { MongoError } from '../errors.js';
import type { WriteCommand } from './command.js';
import { createNamed } from './find-target.js';

/** https://www.mongodb.com/docs/manual/reference/command/create/ — plain collections only. */
export const create: WriteCommand = {
  name: 'create',
  kind: 'write',
  transactional: true,
  options: [],
  ignored: ['storageEngine', 'indexOptionDefaults', 'autoIndexId', 'idIndex'],
  unsupported: [
    'capped',
    'size',
    'max',
    'timeseries',
    'clusteredIndex',
    'expireAfterSeconds',
    'changeStreamPreAndPostImages',
    'validator',
    'validationLevel',
    'validationAction',
    'viewOn',
    'pipeline',
    'encryptedFields',
  ],
  run: (unit, { arguments: args, database }) => {
    const name = args.collection();
    if (unit.catalog.find(database, name) !== undefined)
      throw new MongoError(48, `Collection ${database}.${name} already exists.`);
    createNamed(unit, database, name);
    return { ok: 1 };
  },
};
