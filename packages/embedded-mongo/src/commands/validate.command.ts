import { MongoError } from '../errors.js';
import { checkCollection } from '../store/check-integrity.js';
import { collectionTable, indexTable } from '../store/catalog-store.js';
import { namespaceOf } from '../store/catalog.js';
import type { ReadCommand } from './command.js';
import { countIndexes } from './create-indexes.command.js';
import { findCollection } from './find-target.js';

/** https://www.mongodb.com/docs/manual/reference/command/validate/ */
export const validate: ReadCommand = {
  name: 'validate',
  kind: 'read',
  options: ['full'],
  ignored: ['checkBSONConformance'],
  unsupported: ['repair', 'metadata'],
  run: (unit, { arguments: args, database }) => {
    const name = args.collection();
    const collection = findCollection(unit, database, name);
    if (collection === undefined)
      throw new MongoError(26, `Collection '${namespaceOf(database, name)}' does not exist to validate.`);
    const errors = checkCollection(unit.connection, collection);
    const countOf = (table: string): number => unit.connection.get(`SELECT count(*) FROM ${table}`)?.[0] as number;
    const nrecords = countOf(collectionTable(collection));
    return {
      ns: namespaceOf(database, name),
      nrecords,
      nIndexes: countIndexes(collection),
      keysPerIndex: {
        ...(collection.timeseries === undefined ? { [collection.clustered ?? '_id_']: nrecords } : {}),
        ...Object.fromEntries(collection.indexes.map((index) => [index.name, countOf(indexTable(index))])),
      },
      valid: errors.length === 0,
      warnings: [],
      errors,
      ok: 1,
    };
  },
};
