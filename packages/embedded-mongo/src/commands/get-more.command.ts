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
  run: async ({ arguments: args, database, engine, lsid, client }) => {
    const id = args.doc.get('getMore');
    if (typeof id !== 'bigint')
      throw new MongoError(14, "BSON field 'getMore.getMore' is the wrong type, expected type 'long'");
    const collection = args.text('collection');
    if (collection === undefined)
      throw new MongoError(40414, "BSON field 'getMore.collection' is missing but a required field");
    const namespace = namespaceOf(database, collection);
    const size = args.whole('batchSize', 0) ?? 0;
    const cursor = engine.cursors.get(id);
    if (cursor.namespace !== namespace) {
      throw new MongoError(
        13,
        `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`,
      );
    }
    assertSameSession(id, cursor.lsid, lsid);
    if (cursor.isBusy) throw new MongoError(12051, `cursor id ${id} is already in use`);
    try {
      cursor.pacer.restart(client);
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

/** A cursor belongs to the session that it was opened in. Throws 50736, 50737, 50738. */
function assertSameSession(id: bigint, opened: string | undefined, asking: string | undefined): void {
  if (opened === asking) return;
  const told = `Cannot run getMore on cursor ${id}, which was`;
  if (opened === undefined)
    throw new MongoError(50736, `${told} not created in a session, in session ${String(asking)}`);
  if (asking === undefined) throw new MongoError(50737, `${told} created in session ${opened}, without an lsid`);
  throw new MongoError(50738, `${told} created in session ${opened}, in session ${asking}`);
}
