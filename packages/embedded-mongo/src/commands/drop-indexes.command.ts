import { MongoError } from '../errors.js';
import { removeIndex } from '../store/catalog-store.js';
import type { CollectionInfo, IndexInfo } from '../store/catalog.js';
import type { Doc, Value } from '../values/types.js';
import type { WriteCommand } from './command.js';
import { isIdIndex } from './index-spec.js';
import { samePattern } from './resolve-hint.js';

/** https://www.mongodb.com/docs/manual/reference/command/dropIndexes/ */
export const dropIndexes: WriteCommand = {
  name: 'dropIndexes',
  aliases: ['deleteIndexes'],
  kind: 'write',
  options: ['index'],
  run: (unit, { arguments: args, database }) => {
    const name = args.collection();
    let collection = unit.catalog.find(database, name);
    if (collection === undefined) throw new MongoError(26, `ns not found ${database}.${name}`);
    const nIndexesWas = collection.indexes.length + 1;
    for (const index of chosen(collection, args.get('index'))) collection = removeIndex(unit, collection, index);
    return { nIndexesWas, ok: 1 };
  },
};

function chosen(collection: CollectionInfo, which: Value | undefined): readonly IndexInfo[] {
  if (which === '*') return collection.indexes;
  if (typeof which === 'string') return [byName(collection, which)];
  if (which instanceof Map) return [byKey(collection, which)];
  if (Array.isArray(which)) return which.map((name) => byName(collection, typeof name === 'string' ? name : ''));
  throw new MongoError(40414, "BSON field 'dropIndexes.index' is missing but a required field");
}

function byName(collection: CollectionInfo, name: string): IndexInfo {
  if (name === '_id_') throw new MongoError(72, 'cannot drop _id index');
  const index = collection.indexes.find((each) => each.name === name);
  if (index === undefined) throw new MongoError(27, `index not found with name [${name}]`);
  return index;
}

function byKey(collection: CollectionInfo, key: Doc): IndexInfo {
  if (isIdIndex(new Map([['key', key]]))) throw new MongoError(72, 'cannot drop _id index');
  const index = collection.indexes.find((each) => samePattern(each.definition.get('key') as Doc, key));
  if (index === undefined) throw new MongoError(27, "can't find index with the key given");
  return index;
}
