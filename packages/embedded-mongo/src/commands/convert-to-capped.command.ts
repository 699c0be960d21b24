import { MongoError } from '../errors.js';
import { collectionTable, createCollection, dropCollection, renameCollection } from '../store/catalog-store.js';
import type { CollectionInfo } from '../store/catalog.js';
import { namespaceOf } from '../store/catalog.js';
import { insertDocument } from '../store/document-store.js';
import type { Unit } from '../store/unit.js';
import { decode } from '../values/codec.js';
import type { Doc, Value } from '../values/types.js';
import type { Arguments } from './arguments.js';
import { assertCappedSize } from './collection-options.js';
import type { WriteCommand } from './command.js';
import { createNamed } from './find-target.js';
import { wholeValue } from './whole-value.js';

/** https://www.mongodb.com/docs/manual/reference/command/convertToCapped/ — the indexes go, but for that of `_id`. */
export const convertToCapped: WriteCommand = {
  name: 'convertToCapped',
  kind: 'write',
  options: ['size'],
  run: (unit, { arguments: args, database }) => {
    const name = args.collection();
    const source = findSource(unit, database, name);
    // Another table with the same documents takes the place; the name is free again only after that.
    const aside = createCollection(unit, database, `${name}$capped`, cappedOptions(args));
    copyDocuments(unit, source, aside);
    dropCollection(unit, source);
    renameCollection(unit, unit.catalog.find(database, aside.name) ?? aside, database, name);
    return { ok: 1 };
  },
};

/** https://www.mongodb.com/docs/manual/reference/command/cloneCollectionAsCapped/ */
export const cloneCollectionAsCapped: WriteCommand = {
  name: 'cloneCollectionAsCapped',
  kind: 'write',
  options: ['toCollection', 'size'],
  run: (unit, { arguments: args, database }) => {
    const source = findSource(unit, database, args.collection());
    const target = args.text('toCollection');
    if (target === undefined)
      throw new MongoError(40414, "BSON field 'cloneCollectionAsCapped.toCollection' is missing but a required field");
    if (unit.catalog.find(database, target) !== undefined)
      throw new MongoError(48, `cloneCollectionAsCapped failed - destination collection ${target} already exists`);
    copyDocuments(unit, source, createNamed(unit, database, target, cappedOptions(args)));
    return { ok: 1 };
  },
};

function findSource(unit: Unit, database: string, name: string): CollectionInfo {
  const source = unit.catalog.find(database, name);
  if (source === undefined) throw new MongoError(26, `source collection ${namespaceOf(database, name)} does not exist`);
  if (source.timeseries !== undefined || source.clustered !== undefined)
    throw new MongoError(20, `${namespaceOf(database, name)} is a time series or clustered and cannot be capped`);
  return source;
}

function cappedOptions(args: Arguments): Doc {
  const size = args.whole('size', -Infinity);
  if (size === undefined)
    throw new MongoError(40414, `BSON field '${args.command}.size' is missing but a required field`);
  assertCappedSize(size);
  return new Map<string, Value>([
    ['capped', true],
    ['size', wholeValue(size)],
  ]);
}

/** In natural order, so that the newest remain; what could never fit is left out, as a server does. */
function copyDocuments(unit: Unit, source: CollectionInfo, target: CollectionInfo): void {
  const rows = unit.connection.iterate(`SELECT doc FROM ${collectionTable(source)} ORDER BY rid`);
  for (const [content] of rows) {
    const bytes = content as Uint8Array;
    if (bytes.length <= (target.capped?.size ?? Infinity)) insertDocument(unit, target, decode(bytes), bytes);
  }
}
