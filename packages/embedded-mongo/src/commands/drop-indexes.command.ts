import { MongoError } from '../errors.js';
import { removeIndex } from '../store/catalog-store.js';
import type { CollectionInfo, IndexInfo } from '../store/catalog.js';
import type { Doc, Value } from '../values/types.js';
import type { WriteCommand } from './command.js';
import { countIndexes } from './create-indexes.command.js';
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
    const nIndexesWas = countIndexes(collection);
    const which = args.get('index');
    for (const index of chosen(collection, which)) collection = removeIndex(unit, collection, index);
    return {
      nIndexesWas,
      msg: which === '*' ? 'non-_id indexes dropped for collection' : undefined,
      ok: 1,
    };
  },
};

function chosen(collection: CollectionInfo, which: Value | undefined): ReadonlySet<IndexInfo> {
  if (which === '*') return new Set(collection.indexes);
  if (typeof which === 'string') return new Set([byName(collection, which)]);
  if (which instanceof Map) return new Set([byKey(collection, which)]);
  if (Array.isArray(which)) return new Set(which.map((name) => byListedName(collection, name)));
  throw which === undefined
    ? new MongoError(40414, "BSON field 'dropIndexes.index' is missing but a required field")
    : wrongType();
}

function byListedName(collection: CollectionInfo, name: Value): IndexInfo {
  if (typeof name !== 'string') throw wrongType();
  return byName(collection, name);
}

function byName(collection: CollectionInfo, name: string): IndexInfo {
  if (collection.timeseries === undefined && name === (collection.clustered ?? '_id_')) throw isNeeded(collection);
  const index = collection.indexes.find((each) => each.name === name);
  if (index === undefined) throw new MongoError(27, `index not found with name [${name}]`);
  return index;
}

/** Throws 181 when several indexes have these keys. */
function byKey(collection: CollectionInfo, key: Doc): IndexInfo {
  if (collection.timeseries === undefined && isIdIndex(new Map([['key', key]]))) throw isNeeded(collection);
  const found = collection.indexes.filter((each) => samePattern(each.definition.get('key') as Doc, key));
  if (found.length > 1) throw new MongoError(181, `${found.length} indexes found for key, identify by name instead`);
  if (found[0] === undefined) throw new MongoError(27, "can't find index with key given");
  return found[0];
}

function isNeeded(collection: CollectionInfo): MongoError {
  return collection.clustered === undefined
    ? new MongoError(72, 'cannot drop _id index')
    : new MongoError(5979800, 'Cannot drop the clustered index. Try dropping the collection instead.');
}

function wrongType(): MongoError {
  return new MongoError(
    14,
    "BSON field 'dropIndexes.index' is the wrong type, expected types '[string, object, array]'",
  );
}
