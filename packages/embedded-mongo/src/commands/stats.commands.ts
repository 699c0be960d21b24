import { MongoError } from '../errors.js';
import { collectionTable, indexTable } from '../store/catalog-store.js';
import type { CollectionInfo } from '../store/catalog.js';
import { namespaceOf } from '../store/catalog.js';
import { compileFilter } from '../matcher/index.js';
import type { Unit } from '../store/unit.js';
import { decode } from '../values/codec.js';
import { encodeReply, RawDocument } from '../wire/encode-reply.js';
import type { ReplyObject } from '../wire/encode-reply.js';
import type { ReadCommand } from './command.js';
import { findCollection } from './find-target.js';

interface Sizes {
  readonly count: number;
  readonly bytes: number;
}

/** https://www.mongodb.com/docs/manual/reference/command/collStats/ — sizes in bytes, divided by `scale`. */
export const collStats: ReadCommand = {
  name: 'collStats',
  aliases: ['collstats'],
  kind: 'read',
  options: ['scale'],
  run: (unit, { arguments: args, database }) => {
    const name = args.collection();
    const scale = args.whole('scale', 1) ?? 1;
    const collection = findCollection(unit, database, name);
    const { count, bytes } = collection === undefined ? { count: 0, bytes: 0 } : documentSizes(unit, collection);
    const indexes = collection === undefined ? [] : indexSizes(unit, collection);
    const scaled = (value: number): number => Math.floor(value / scale);
    return {
      ns: namespaceOf(database, name),
      size: scaled(bytes),
      count,
      avgObjSize: count === 0 ? 0 : Math.floor(bytes / count),
      storageSize: scaled(bytes),
      nindexes: collection === undefined ? 0 : indexes.length,
      indexSizes: Object.fromEntries(indexes.map(([index, size]) => [index, scaled(size)])),
      totalIndexSize: scaled(indexes.reduce((sum, [, size]) => sum + size, 0)),
      scaleFactor: scale,
      ...capOf(collection),
      ok: 1,
    };
  },
};

function capOf(collection: CollectionInfo | undefined): ReplyObject {
  if (collection?.capped === undefined) return { capped: false };
  const { size, max } = collection.capped;
  return { capped: true, max: max ?? 0, maxSize: size };
}

/** https://www.mongodb.com/docs/manual/reference/command/dataSize/ — of a whole collection, named in full. */
export const dataSize: ReadCommand = {
  name: 'dataSize',
  kind: 'read',
  options: ['estimate'],
  unsupported: ['keyPattern', 'min', 'max'],
  run: (unit, { arguments: args }) => {
    const namespace = args.collection();
    const dot = namespace.indexOf('.');
    if (dot < 1) throw new MongoError(73, `Invalid namespace specified: '${namespace}'`);
    const collection = findCollection(unit, namespace.slice(0, dot), namespace.slice(dot + 1));
    const { count, bytes } = collection === undefined ? { count: 0, bytes: 0 } : documentSizes(unit, collection);
    return { estimate: false, size: bytes, numObjects: count, millis: 0, ok: 1 };
  },
};

/** https://www.mongodb.com/docs/manual/reference/command/dbStats/ */
export const dbStats: ReadCommand = {
  name: 'dbStats',
  aliases: ['dbstats'],
  kind: 'read',
  options: ['scale'],
  ignored: ['freeStorage'],
  run: (unit, { arguments: args, database }) => {
    const scale = args.whole('scale', 1) ?? 1;
    const collections = unit.catalog.list(database);
    const sizes = collections.map((collection) => documentSizes(unit, collection));
    const indexes = collections.flatMap((collection) => indexSizes(unit, collection));
    const objects = sizes.reduce((sum, each) => sum + each.count, 0);
    const bytes = sizes.reduce((sum, each) => sum + each.bytes, 0);
    return {
      db: database,
      collections: collections.length,
      views: 0,
      objects,
      avgObjSize: objects === 0 ? 0 : bytes / objects,
      dataSize: Math.floor(bytes / scale),
      storageSize: Math.floor(bytes / scale),
      indexes: indexes.length,
      indexSize: Math.floor(indexes.reduce((sum, [, size]) => sum + size, 0) / scale),
      scaleFactor: scale,
      ok: 1,
    };
  },
};

/** https://www.mongodb.com/docs/manual/reference/command/listDatabases/ */
export const listDatabases: ReadCommand = {
  name: 'listDatabases',
  kind: 'read',
  options: ['filter', 'nameOnly'],
  ignored: ['authorizedDatabases'],
  run: (unit, { arguments: args, database }) => {
    if (database !== 'admin') throw new MongoError(13, 'listDatabases may only be run against the admin database.');
    const filter = compileFilter(args.documentOrEmpty('filter'));
    const nameOnly = args.flag('nameOnly');
    const all = unit.catalog.databases().map((name) => (nameOnly ? { name } : describeDatabase(unit, name)));
    const chosen = all.filter((each) => filter.matches(decode(encodeReply(each))));
    const totalSize = chosen.reduce((sum, each) => sum + Number(('sizeOnDisk' in each ? each.sizeOnDisk : 0) ?? 0), 0);
    return {
      databases: chosen.map((each) => new RawDocument(encodeReply(each))),
      ...(nameOnly ? {} : { totalSize: BigInt(totalSize) }),
      ok: 1,
    };
  },
};

function describeDatabase(unit: Unit, name: string): ReplyObject {
  const bytes = unit.catalog.list(name).reduce((sum, collection) => sum + documentSizes(unit, collection).bytes, 0);
  return { name, sizeOnDisk: BigInt(bytes), empty: false };
}

function documentSizes(unit: Unit, collection: CollectionInfo): Sizes {
  const row = unit.connection.get(`SELECT count(*), coalesce(sum(length(doc)), 0) FROM ${collectionTable(collection)}`);
  return { count: row?.[0] as number, bytes: row?.[1] as number };
}

function indexSizes(unit: Unit, collection: CollectionInfo): [string, number][] {
  const bytesOf = (table: string): number =>
    unit.connection.get(`SELECT coalesce(sum(length(key) + 8), 0) FROM ${table}`)?.[0] as number;
  return [
    ...(collection.timeseries === undefined
      ? [[collection.clustered ?? '_id_', bytesOf(collectionTable(collection))] as [string, number]]
      : []),
    ...collection.indexes.map((index): [string, number] => [index.name, bytesOf(indexTable(index))]),
  ];
}
