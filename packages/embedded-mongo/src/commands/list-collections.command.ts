import { Binary } from 'bson';
import { compileFilter } from '../matcher/index.js';
import type { CollectionInfo } from '../store/catalog.js';
import { idIndexDefinition } from '../store/index-definition.js';
import { encode } from '../values/codec.js';
import type { Doc, Value } from '../values/types.js';
import { toNumber } from './arguments.js';
import type { ReadCommand } from './command.js';
import { openCursor } from './open-cursor.js';

/** https://www.mongodb.com/docs/manual/reference/command/listCollections/ */
export const listCollections: ReadCommand = {
  name: 'listCollections',
  kind: 'read',
  options: ['filter', 'nameOnly', 'cursor'],
  ignored: ['authorizedCollections'],
  run: (unit, request) => {
    const { arguments: args, database } = request;
    const filter = compileFilter(args.documentOrEmpty('filter'));
    const nameOnly = args.flag('nameOnly');
    unit.noteCatalogRead();
    const rows = unit.catalog
      .list(database)
      .map((collection) => describe(collection))
      .filter((doc) => filter.matches(doc))
      .map((doc) => encode(nameOnly ? new Map([...doc].slice(0, 2)) : doc));
    const batchSize = toNumber(args.document('cursor')?.get('batchSize'));
    return openCursor(unit, request, `${database}.$cmd.listCollections`, rows, { batchSize });
  },
};

function describe(collection: CollectionInfo): Doc {
  const series = collection.timeseries !== undefined;
  const uuid = new Binary(collection.uuid, Binary.SUBTYPE_UUID);
  return new Map<string, Value>([
    ['name', collection.name],
    ['type', series ? 'timeseries' : 'collection'],
    ['options', collection.options],
    ['info', new Map<string, Value>([['readOnly', false], ...(series ? [] : ([['uuid', uuid]] as const))])],
    ...(series || collection.clustered !== undefined ? [] : ([['idIndex', idIndexDefinition(collection)]] as const)),
  ]);
}
