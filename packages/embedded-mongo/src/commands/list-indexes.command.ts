import { MongoError } from '../errors.js';
import { namespaceOf } from '../store/catalog.js';
import { idIndexDefinition } from '../store/index-definition.js';
import { encode } from '../values/codec.js';
import type { ReadCommand } from './command.js';
import { findCollection } from './find-target.js';
import { openCursor } from './open-cursor.js';
import { toNumber } from './arguments.js';

/** https://www.mongodb.com/docs/manual/reference/command/listIndexes/ */
export const listIndexes: ReadCommand = {
  name: 'listIndexes',
  kind: 'read',
  options: ['cursor'],
  run: (unit, request) => {
    const { arguments: args, database } = request;
    const name = args.collection();
    const collection = findCollection(unit, database, name);
    if (collection === undefined) throw new MongoError(26, `ns does not exist: ${namespaceOf(database, name)}`);
    const definitions = collection.indexes.map((index) => index.definition);
    if (collection.timeseries === undefined) definitions.unshift(idIndexDefinition(collection));
    const batchSize = toNumber(args.document('cursor')?.get('batchSize'));
    return openCursor(
      unit,
      request,
      namespaceOf(database, name),
      definitions.map((each) => encode(each)),
      { batchSize },
    );
  },
};
