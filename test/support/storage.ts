import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedMongo } from 'embedded-mongo';
import { newId } from '../../src/kernel/ids.js';
import { openStorage, type Storage } from '../../src/platform/storage/index.js';
import { silentLogger } from './temporary-storage.js';

export interface TestStorage {
  readonly storage: Storage;
  /** A folder of this test's own, removed on close. */
  readonly folder: string;
  /** Another connection to the same database, as another process has it. Closed with the rest. */
  connect(): Promise<Storage>;
  close(): Promise<void>;
}

/** A real engine in a temporary folder, or the server of TEST_MONGO_URI with a database of its own. */
export async function createTestStorage(): Promise<TestStorage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'prowess-world-'));
  const server = process.env['TEST_MONGO_URI'];
  const dataDir = path.join(folder, 'data');
  const engine = server === undefined ? await startEmbeddedMongo({ dataDir }) : undefined;
  const database = `test_${newId()}`;
  const open: Storage[] = [];
  const connect = async () => {
    const storage = await openStorage({ uri: server ?? engine?.uri, dataDir, database, logger: silentLogger });
    open.push(storage);
    return storage;
  };
  const storage = await connect();
  return {
    storage,
    folder,
    connect,
    async close() {
      await storage.connection.dropDatabase();
      for (const connected of open) await connected.close();
      await engine?.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
