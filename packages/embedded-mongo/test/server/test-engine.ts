import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedMongo } from 'embedded-mongo';
import type { EmbeddedMongo, EmbeddedMongoOptions } from 'embedded-mongo';
import { MongoClient } from 'mongodb';
import type { Collection, Db, Document, Double, Int32, Long, MongoClientOptions, ObjectId } from 'mongodb';

/** Documents of any shape; `_id` of the types that the tests use, forbidden ones included. */
export interface AnyDocument extends Document {
  _id?: number | string | ObjectId | Int32 | Double | Long | RegExp | number[];
}

/** A client on a fresh database, and what cleans up. */
export interface TestServer {
  readonly uri: string;
  readonly client: MongoClient;
  readonly db: Db;
  /** A fresh, empty collection of any documents. */
  collection(): Collection<AnyDocument>;
  close(): Promise<void>;
}

/** A new folder for data; removed by the returned function. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'emongo-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Starts an engine on a new folder. */
export async function startTestEngine(
  options: Partial<EmbeddedMongoOptions> = {},
): Promise<EmbeddedMongo & { remove(): Promise<void> }> {
  const folder = temporaryFolder();
  const engine = await startEmbeddedMongo({ dataDir: folder.path, ...options });
  return {
    uri: engine.uri,
    close: () => engine.close(),
    onExit: (listener) => engine.onExit(listener),
    remove: async () => {
      await engine.close();
      folder.remove();
    },
  };
}

/** The server that MONGO_URI names (contract tests against a real one), or an engine of our own. */
export async function connectTestServer(options: MongoClientOptions = {}): Promise<TestServer> {
  const given = process.env['MONGO_URI'];
  const engine = given === undefined ? await startTestEngine() : undefined;
  const uri = given ?? engine?.uri ?? '';
  const client = await new MongoClient(uri, { serverSelectionTimeoutMS: 5000, ...options }).connect();
  const db = client.db(`contract_${process.pid}_${Date.now()}`);
  let collections = 0;
  return {
    uri,
    client,
    db,
    collection: () => {
      collections += 1;
      return db.collection<AnyDocument>(`c${collections}`);
    },
    close: async () => {
      await db.dropDatabase();
      await client.close();
      await engine?.remove();
    },
  };
}

/** Waits until a condition holds; fails after the time limit. */
export async function until(condition: () => boolean | Promise<boolean>, limitMs = 10_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('the condition did not come true in time');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
