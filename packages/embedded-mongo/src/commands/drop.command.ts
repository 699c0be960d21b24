import { dropCollection } from '../store/catalog-store.js';
import { namespaceOf } from '../store/catalog.js';
import type { WriteCommand } from './command.js';

/** https://www.mongodb.com/docs/manual/reference/command/drop/ */
export const drop: WriteCommand = {
  name: 'drop',
  kind: 'write',
  options: [],
  run: (unit, { arguments: args, database }) => {
    const name = args.collection();
    const collection = unit.catalog.find(database, name);
    if (collection === undefined) return { ok: 1 }; // no error since MongoDB 7.0
    dropCollection(unit, collection);
    return { nIndexesWas: collection.indexes.length + 1, ns: namespaceOf(database, name), ok: 1 };
  },
};

/** https://www.mongodb.com/docs/manual/reference/command/dropDatabase/ */
export const dropDatabase: WriteCommand = {
  name: 'dropDatabase',
  kind: 'write',
  options: [],
  run: (unit, { database }) => {
    const collections = unit.catalog.list(database);
    for (const collection of collections) dropCollection(unit, collection);
    return { dropped: collections.length > 0 ? database : undefined, ok: 1 };
  },
};
