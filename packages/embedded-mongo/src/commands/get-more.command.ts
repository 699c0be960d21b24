import { MongoError } from '../errors.js';
import { namespaceOf } from '../store/catalog.js';
import { RawDocument } from '../wire/encode-reply.js';
import type { PlainCommand } from './command.js';

/** https://www.mongodb.com/docs/manual/reference/command/getMore/ */
export const getMore: PlainCommand = {
  name: 'getMore',
  kind: 'plain',
  transactional: true,
  options: ['collection', 'batchSize'],
  unsupported: ['term', 'lastKnownCommittedOpTime'],
  run: async ({ arguments: args, database, engine, lsid }) => {
    const id = args.doc.get('getMore');
    if (typeof id !== 'bigint')
      throw new MongoError(14, "BSON field 'getMore.getMore' is the wrong type, expected type 'long'");
    const namespace = namespaceOf(database, args.text('collection') ?? '');
    const size = args.whole('batchSize', 0) ?? 0;
    const cursor = engine.cursors.get(id);
    if (cursor.namespace !== namespace) {
      throw new MongoError(
        13,
        `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`,
      );
    }
    if (cursor.lsid !== undefined && cursor.lsid !== lsid) {
      throw new MongoError(13, `Cannot run getMore on cursor ${id}, which was created in another session`);
    }
    if (cursor.isBusy) throw new MongoError(12051, `cursor id ${id} is already in use`);
    try {
      cursor.pacer.restart();
      const patience = args.whole('maxTimeMS', 0);
      const batch = await cursor.takeAwaited(size === 0 ? Infinity : size, patience);
      const nextBatch = batch.map((bytes) => new RawDocument(bytes));
      if (cursor.exhausted) engine.cursors.close(id);
      return { cursor: { id: cursor.exhausted ? 0n : id, ns: namespace, nextBatch }, ok: 1 };
    } catch (error) {
      engine.cursors.close(id);
      throw error;
    }
  },
};
