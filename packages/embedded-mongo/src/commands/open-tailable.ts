import { MongoError } from '../errors.js';
import type { DocumentQuery } from '../planner/query-documents.js';
import type { Projection } from '../projection/index.js';
import { collectionTable } from '../store/catalog-store.js';
import type { CollectionInfo } from '../store/catalog.js';
import { namespaceOf } from '../store/catalog.js';
import type { Unit } from '../store/unit.js';
import { decode, encode } from '../values/codec.js';
import { RawDocument } from '../wire/encode-reply.js';
import type { ReplyObject } from '../wire/encode-reply.js';
import type { Arguments } from './arguments.js';
import { toNumber } from './arguments.js';
import type { CommandRequest } from './command.js';
import { DEFAULT_FIRST_BATCH } from './open-cursor.js';
import { TailableCursor } from './tailable-cursor.js';

/** Checks the options `tailable` and `awaitData` of find; true when the cursor is to be tailable. Throws 2, 9, 263. */
export function wantsTailable({ arguments: args, inTransaction }: CommandRequest): boolean {
  if (!args.flag('tailable')) {
    if (args.flag('awaitData')) throw new MongoError(9, "Cannot set 'awaitData' without also setting 'tailable'");
    return false;
  }
  if (inTransaction) throw new MongoError(263, 'Cannot use tailable cursors in a multi-document transaction.');
  if (args.flag('singleBatch')) throw new MongoError(2, "Cannot use tailable option with the 'singleBatch' option");
  if (!isNaturalOrder(args)) throw new MongoError(2, 'cannot use tailable option with a sort other than {$natural: 1}');
  return true;
}

function isNaturalOrder(args: Arguments): boolean {
  const sort = args.document('sort');
  return sort === undefined || sort.size === 0 || (sort.size === 1 && toNumber(sort.get('$natural')) === 1);
}

/**
 * Answers a find with a tailable cursor. A collection that is missing or empty gives one that is dead already, as on
 * a server. Throws 2 when the collection is not capped.
 */
export async function openTailable(
  unit: Unit,
  request: CommandRequest,
  collection: CollectionInfo | undefined,
  { filter, skip, limit }: DocumentQuery,
  projection: Projection | undefined,
): Promise<ReplyObject> {
  const { arguments: args, database, engine, lsid, pacer } = request;
  const ns = namespaceOf(database, args.collection());
  if (collection === undefined) return { cursor: { id: 0n, ns, firstBatch: [] }, ok: 1 };
  if (collection.capped === undefined) {
    throw new MongoError(2, `error processing query: ns=${ns} tailable cursor requested on non capped collection`);
  }
  if (isEmpty(unit, collection)) return { cursor: { id: 0n, ns, firstBatch: [] }, ok: 1 };
  const cursor = new TailableCursor(engine.database, {
    collection,
    lsid,
    pacer,
    awaitsData: args.flag('awaitData'),
    skip: skip ?? 0,
    limit,
    shape: (bytes) => {
      const doc = decode(bytes);
      const position: { index?: number } = {};
      if (!filter.matches(doc, position)) return undefined;
      if (projection === undefined) return bytes;
      return encode(projection.apply(doc, position.index === undefined ? {} : { positional: position.index }));
    },
  });
  const firstBatch = (await cursor.take(args.whole('batchSize', 0) ?? DEFAULT_FIRST_BATCH)).map(
    (bytes) => new RawDocument(bytes),
  );
  if (cursor.exhausted) return { cursor: { id: 0n, ns, firstBatch }, ok: 1 };
  return { cursor: { id: engine.cursors.add(cursor), ns, firstBatch }, ok: 1 };
}

function isEmpty(unit: Unit, collection: CollectionInfo): boolean {
  return unit.connection.get(`SELECT 1 FROM ${collectionTable(collection)} LIMIT 1`) === undefined;
}
