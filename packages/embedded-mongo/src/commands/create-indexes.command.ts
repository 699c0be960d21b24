import { MongoError } from '../errors.js';
import { addIndex, collectionTable } from '../store/catalog-store.js';
import type { CollectionInfo } from '../store/catalog.js';
import { namespaceOf } from '../store/catalog.js';
import { indexDocument } from '../store/document-store.js';
import type { Unit } from '../store/unit.js';
import { decode } from '../values/codec.js';
import { identicalValues } from '../values/compare.js';
import { describeDoc } from '../values/describe.js';
import type { Doc } from '../values/types.js';
import type { WriteCommand } from './command.js';
import { findOrCreateCollection } from './find-target.js';
import { isIdIndex, readIndexSpec } from './index-spec.js';
import { samePattern } from './resolve-hint.js';
import { assertIndexOfTimeSeries } from './collection-kinds.js';

const MAX_INDEXES = 64;

/** https://www.mongodb.com/docs/manual/reference/command/createIndexes/ */
export const createIndexes: WriteCommand = {
  name: 'createIndexes',
  kind: 'write',
  transactional: true,
  options: ['indexes'],
  ignored: ['commitQuorum', 'ignoreUnknownIndexOptions'],
  run: (unit, { arguments: args, database, inTransaction }) => {
    const name = args.collection();
    const specs = args.documents('indexes');
    if (specs === undefined)
      throw new MongoError(40414, "BSON field 'createIndexes.indexes' is missing but a required field");
    if (specs.length === 0) throw new MongoError(2, 'Must specify at least one index to create');
    const known = unit.catalog.find(database, name);
    const definitions = specs.map((spec) => readIndexSpec(spec, known));
    let collection = findOrCreateCollection(unit, database, name);
    for (const definition of definitions) assertIndexOfTimeSeries(collection, definition);
    const missing = definitions.filter((definition) => !isThere(collection, definition));
    if (inTransaction && known !== undefined && missing.length > 0 && !isEmpty(unit, known)) {
      throw new MongoError(
        263,
        'Cannot create new indexes on existing non-empty collection in a multi-document transaction.',
      );
    }
    const before = countIndexes(collection);
    for (const definition of missing) {
      if (!isThere(collection, definition)) collection = build(unit, collection, definition);
    }
    const after = countIndexes(collection);
    return {
      numIndexesBefore: before,
      numIndexesAfter: after,
      createdCollectionAutomatically: known === undefined,
      note: before === after ? 'all indexes already exist' : undefined,
      ok: 1,
    };
  },
};

/** With the one of `_id`, which a time series has not. */
export function countIndexes(collection: CollectionInfo): number {
  return collection.indexes.length + (collection.timeseries === undefined ? 1 : 0);
}

/**
 * Whether exactly this index exists. Throws 86 when the name is taken by another index, 85 when an index of the same
 * keys and the same documents has another name or other options.
 */
function isThere(collection: CollectionInfo, definition: Doc): boolean {
  if (isIdIndex(definition) && collection.timeseries === undefined) return true;
  const name = definition.get('name') as string;
  const sameName = collection.indexes.find((index) => index.name === name);
  if (sameName !== undefined && !isEquivalent(sameName.definition, definition)) {
    throw new MongoError(
      86,
      `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. ${bothOf(definition, sameName.definition)}`,
    );
  }
  if (sameName !== undefined) {
    if (sameOptions(sameName.definition, definition)) return true;
    throw new MongoError(
      85,
      `An equivalent index already exists with the same name but different options. ${bothOf(definition, sameName.definition)}`,
    );
  }
  if (name === (collection.clustered ?? '_id_')) {
    throw new MongoError(
      86,
      `An existing index has the same name as the requested index. Requested index: ${describeDoc(definition)}`,
    );
  }
  const equivalent = collection.indexes.find((index) => isEquivalent(index.definition, definition));
  if (equivalent === undefined) return false;
  throw new MongoError(
    85,
    sameOptions(equivalent.definition, definition)
      ? `Index already exists with a different name: ${equivalent.name}`
      : `An equivalent index already exists with a different name and options. ${bothOf(definition, equivalent.definition)}`,
  );
}

function bothOf(requested: Doc, existing: Doc): string {
  return `Requested index: ${describeDoc(requested)}, existing index: ${describeDoc(existing)}`;
}

/** Options that make two indexes of the same keys different ones, which may stand side by side. */
const IDENTIFYING = ['unique', 'sparse', 'partialFilterExpression', 'collation', 'wildcardProjection'];

function isEquivalent(a: Doc, b: Doc): boolean {
  return (
    samePattern(a.get('key') as Doc, b.get('key') as Doc) &&
    IDENTIFYING.every((option) => identicalValues(a.get(option), b.get(option)))
  );
}

function sameOptions(a: Doc, b: Doc): boolean {
  return identicalValues(a.get('expireAfterSeconds'), b.get('expireAfterSeconds'));
}

function build(unit: Unit, collection: CollectionInfo, definition: Doc): CollectionInfo {
  if (countIndexes(collection) >= MAX_INDEXES) {
    const namespace = namespaceOf(collection.database, collection.name);
    throw new MongoError(67, `add index fails, too many indexes for ${namespace}`);
  }
  const { collection: changed, index } = addIndex(unit, collection, definition);
  if (index.unlisted && !index.unique) return changed;
  for (const row of unit.connection.iterate(`SELECT rid, doc FROM ${collectionTable(collection)}`)) {
    indexDocument(unit, changed, index, row[0] as number, decode(row[1] as Uint8Array));
  }
  return unit.catalog.find(changed.database, changed.name) ?? changed;
}

function isEmpty(unit: Unit, collection: CollectionInfo): boolean {
  return unit.connection.get(`SELECT 1 FROM ${collectionTable(collection)} LIMIT 1`) === undefined;
}
