import { MongoStore } from 'connect-mongo';
import { Schema, type Model } from 'mongoose';
import { operator } from '../storage/index.js';
import { LayeredSessionStore } from './layered-session-store.js';
import { MemorySessionCache, RedisSessionCache, storedId, type SessionCache } from './session-cache.js';
import type { SessionOptions } from './session.middleware.js';

/** Without a request for so long a session is over. */
const IDLE_SECONDS = 60 * 60;
const COLLECTION = 'sessions';
const MODEL = 'Session';

interface SessionRecord {
  _id: string;
  session: string;
  expires: Date;
}

const sessionSchema = new Schema<SessionRecord>(
  {
    _id: { type: String, required: true },
    session: { type: String, required: true },
    expires: { type: Date, required: true },
  },
  { collection: COLLECTION, versionKey: false },
);
sessionSchema.index({ expires: 1 }, { expireAfterSeconds: 0 });

/** The sessions of all browsers. */
export interface Sessions {
  readonly store: LayeredSessionStore;
  /** Ends sessions of other browsers by their stored ids, in every process that the database or Redis reaches. */
  end(storedIds: readonly string[]): Promise<void>;
}

/**
 * Sessions are kept in the database, which is there whenever anything works at all. In front of it stands Redis where
 * there is one; its coming and going ends nobody's session. A process that works alone remembers them itself.
 */
export function createSessions(options: Pick<SessionOptions, 'config' | 'storage' | 'redis' | 'logger'>): Sessions {
  const { config, storage, redis, logger } = options;
  // Registered once for a storage, for its index and for ending; the session package reads and writes by itself.
  const records =
    (storage.connection.models[MODEL] as Model<SessionRecord> | undefined) ??
    storage.globalModel<SessionRecord>(MODEL, sessionSchema.clone());
  const truth = MongoStore.create({
    client: storage.connection.getClient(),
    dbName: config.mongoDatabase,
    collectionName: COLLECTION,
    ttl: IDLE_SECONDS,
    autoRemove: 'disabled',
    transformId: storedId,
  });
  let cache: SessionCache | undefined;
  if (redis !== undefined) cache = new RedisSessionCache(redis.client('sessions'));
  else if (storage.kind === 'embedded') cache = new MemorySessionCache();
  const store = new LayeredSessionStore(truth, cache, logger);
  return {
    store,
    async end(storedIds) {
      if (storedIds.length === 0) return;
      await records.deleteMany({ _id: operator({ $in: [...storedIds] }) });
      for (const stored of storedIds) await store.forget(stored);
    },
  };
}
