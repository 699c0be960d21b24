import { Mongoose, type Connection, type Model, type Schema, type mongo } from 'mongoose';
import { EngineStartError, runningEmbeddedMongo, startEmbeddedMongo, type EmbeddedMongo } from 'embedded-mongo';
import type { Logger } from '../logger.js';
import { createChangeCounter, writingOrganization } from './change-counter.js';
import { tenantPlugin } from './tenant.plugin.js';
import { createTransactions, type Transactions } from './transactions.js';
import { walkRecords, type StoredRecord, type WalkPlace, type WalkStep, type WalkVerdict } from './walk-records.js';

export interface StorageOptions {
  /** A MongoDB replica set; undefined starts the embedded engine. */
  readonly uri: string | undefined;
  /** Where the embedded engine keeps its files. */
  readonly dataDir: string;
  /** The database's name; one is enough for an installation. */
  readonly database: string;
  readonly logger: Logger;
  /** Works beside a process that has the folder, through its engine, instead of being refused. For operators' commands. */
  readonly beside?: boolean | undefined;
}

/** The database as modules see it. They register their models here and never ask which engine answers. */
export interface Storage extends Transactions {
  readonly kind: 'embedded' | 'server';
  readonly connection: Connection;
  /**
   * Registers a model of records that belong to organizations: every query is bound to one. Writes to an uncounted one
   * change no answer, such as when somebody was last seen, and leave kept answers alone.
   */
  tenantModel<T>(name: string, schema: Schema<T>, options?: { readonly uncounted?: true }): Model<T>;
  /** Registers a model of records above organizations: organizations themselves, the relay's queue. */
  globalModel<T>(name: string, schema: Schema<T>): Model<T>;
  /**
   * How many writes an organization's records have seen; undefined where other processes may write as well. An answer
   * computed at a count is current as long as the count stands.
   */
  changes(organizationId: string): number | undefined;
  /**
   * One stretch of a walk through all records of the organization, except those of collections that are left out;
   * joins the caller's transaction.
   */
  walk(
    place: WalkPlace | undefined,
    leftOut: readonly string[],
    judge: (collection: string, record: StoredRecord) => WalkVerdict,
  ): Promise<WalkStep>;
  /** Creates collections and indexes of all registered models. */
  prepare(): Promise<void>;
  /** Resolves when the database answers; rejects otherwise. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

const POOL_SIZE = 100;
/** A single writer serves no more of them faster; the rest of the pool is for everything else. */
const TRANSACTIONS_AT_ONCE = 12;

export async function openStorage(options: StorageOptions): Promise<Storage> {
  const { engine, uri } = await reach(options);
  const mongoose = new Mongoose({ transactionAsyncLocalStorage: true });
  mongoose.set('sanitizeFilter', true);
  mongoose.set('strictQuery', 'throw');
  mongoose.set('strict', 'throw');
  mongoose.set('autoIndex', false);
  mongoose.set('autoCreate', false);
  try {
    await mongoose.connect(uri, {
      dbName: options.database,
      serverSelectionTimeoutMS: 5000,
      maxPoolSize: POOL_SIZE,
      writeConcern: { w: 'majority' },
    });
  } catch (error) {
    await engine?.close();
    throw error;
  }
  const transactions = createTransactions(mongoose.connection, { atOnce: TRANSACTIONS_AT_ONCE });
  const counter = createChangeCounter();
  const wrote = (): void => {
    const organizationId = writingOrganization();
    transactions.afterCommit(() => {
      counter.note(organizationId);
    });
  };
  const ofOrganizations = new Map<string, Model<Record<string, unknown>>>();
  return {
    kind: engine === undefined ? 'server' : 'embedded',
    changes: (organizationId) => (engine === undefined ? undefined : counter.count(organizationId)),
    connection: mongoose.connection,
    ...transactions,
    tenantModel<T>(name: string, schema: Schema<T>, options: { readonly uncounted?: true } = {}): Model<T> {
      tenantPlugin(schema, options.uncounted === true ? undefined : wrote);
      const model = mongoose.model<T>(name, schema);
      ofOrganizations.set(model.collection.name, model as unknown as Model<Record<string, unknown>>);
      return model;
    },
    walk: (place, leftOut, judge) =>
      walkRecords(new Map([...ofOrganizations].filter(([name]) => !leftOut.includes(name))), place, judge),
    globalModel: <T>(name: string, schema: Schema<T>) => mongoose.model<T>(name, schema),
    async prepare() {
      for (const model of Object.values(mongoose.models)) await prepareCollection(model as Model<unknown>);
    },
    async ping() {
      await mongoose.connection.db?.command({ ping: 1 });
    },
    async close() {
      await mongoose.disconnect();
      await engine?.close();
    },
  };
}

/** By one command: the first index of a collection creates it, and all of its indexes are created at once. */
async function prepareCollection(model: Model<unknown>): Promise<void> {
  const indexes = model.schema
    .indexes()
    .map(([key, options]) => ({ ...options, key }) as unknown as mongo.IndexDescription);
  if (indexes.length > 0) await model.collection.createIndexes(indexes);
  else await model.createCollection();
}

/** The database: one that is named, the engine started here, or the one of a process that has the folder already. */
async function reach(
  options: StorageOptions,
): Promise<{ readonly engine: EmbeddedMongo | undefined; readonly uri: string }> {
  if (options.uri !== undefined) return { engine: undefined, uri: options.uri };
  try {
    const engine = await startEmbeddedMongo({ dataDir: options.dataDir, logger: options.logger });
    return { engine, uri: engine.uri };
  } catch (error) {
    const isLocked = error instanceof EngineStartError && error.code === 'locked';
    const uri = isLocked && options.beside === true ? runningEmbeddedMongo(options.dataDir) : undefined;
    if (uri === undefined) throw error;
    return { engine: undefined, uri };
  }
}
