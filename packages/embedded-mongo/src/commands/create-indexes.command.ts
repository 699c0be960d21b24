import { MongoError } from '../errors.js';
import { addIndex } from '../store/catalog-store.js';
import type { CollectionInfo } from '../store/catalog.js';
import { collectionTable } from '../store/catalog-store.js';
import { indexDocument } from '../store/document-store.js';
import type { Unit } from '../store/unit.js';
import { decode } from '../values/codec.js';
import { identicalValues } from '../values/compare.js';
import type { Doc } from '../values/types.js';
import type { WriteCommand } from './command.js';
import { findOrCreateCollection } from './find-target.js';
import { isIdIndex, readIndexSpec } from './index-spec.js';
import { samePattern } from './resolve-hint.js';

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
    const specs = args.documents('indexes') ?? [];
    if (specs.length === 0) throw new MongoError(2, 'Must specify at least one index to create');
    const definitions = specs.map(readIndexSpec);
    const existed = unit.catalog.find(database, name) !== undefined;
    let collection = findOrCreateCollection(unit, database, name);
    if (inTransaction && existed && !isEmpty(unit, collection)) {
      throw new MongoError(
        263,
        'Cannot create new indexes on existing non-empty collection in a multi-document transaction.',
      );
    }
    const before = collection.indexes.length + 1;
    for (const definition of definitions) {
      if (!alreadyThere(collection, definition)) collection = build(unit, collection, definition);
    }
    const after = collection.indexes.length + 1;
    return {
      numIndexesBefore: before,
      numIndexesAfter: after,
      createdCollectionAutomatically: existed ? undefined : true,
      note: before === after ? 'all indexes already exist' : undefined,
      ok: 1,
    };
  },
};

/** Throws 85 and 86 when a name or a key pattern is taken by another definition. */
function alreadyThere(collection: CollectionInfo, definition: Doc): boolean {
  if (isIdIndex(definition)) return true;
  const name = definition.get('name') as string;
  const key = definition.get('key') as Doc;
  const sameName = collection.indexes.find((index) => index.name === name);
  const sameKey = collection.indexes.find((index) => samePattern(index.definition.get('key') as Doc, key));
  if (sameName !== undefined && !samePattern(sameName.definition.get('key') as Doc, key)) {
    throw new MongoError(
      86,
      `An existing index has the same name as the requested index. Requested index: ${name}, existing key differs`,
    );
  }
  if (sameName !== undefined) {
    if (sameOptions(sameName.definition, definition)) return true;
    throw new MongoError(
      86,
      `An existing index has the same name as the requested index but different options. Requested index: ${name}`,
    );
  }
  if (sameKey === undefined || !samePartialFilter(sameKey.definition, definition)) return false;
  throw new MongoError(85, `Index already exists with a different name: ${sameKey.name}`);
}

const OPTIONS = ['unique', 'sparse', 'expireAfterSeconds', 'partialFilterExpression'];

function sameOptions(a: Doc, b: Doc): boolean {
  return OPTIONS.every((option) => identicalValues(a.get(option), b.get(option)));
}

/** Indexes with the same keys but other partial filters may stand side by side. */
function samePartialFilter(a: Doc, b: Doc): boolean {
  return identicalValues(a.get('partialFilterExpression'), b.get('partialFilterExpression'));
}

function build(unit: Unit, collection: CollectionInfo, definition: Doc): CollectionInfo {
  if (collection.indexes.length + 1 >= MAX_INDEXES)
    throw new MongoError(67, `add index fails, too many indexes for ${collection.name}`);
  const { collection: changed, index } = addIndex(unit, collection, definition);
  for (const row of unit.connection.iterate(`SELECT rid, doc FROM ${collectionTable(collection)}`)) {
    indexDocument(unit, changed, index, row[0] as number, decode(row[1] as Uint8Array));
  }
  return unit.catalog.find(changed.database, changed.name) ?? changed;
}

function isEmpty(unit: Unit, collection: CollectionInfo): boolean {
  return unit.connection.get(`SELECT 1 FROM ${collectionTable(collection)} LIMIT 1`) === undefined;
}
