import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newId } from '../../src/kernel/ids.js';
import { openStorage, type Storage } from '../../src/platform/storage/index.js';
import { silentLogger } from './temporary-storage.js';

export interface TestStorage {
  readonly storage: Storage;
  /** A folder of this test's own, removed on close. */
  readonly folder: string;
  close(): Promise<void>;
}

/** A real engine in a temporary folder, or the server of TEST_MONGO_URI with a database of its own. */
export async function createTestStorage(): Promise<TestStorage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'prowess-world-'));
  const storage = await openStorage({
    uri: process.env['TEST_MONGO_URI'],
    dataDir: path.join(folder, 'data'),
    database: `test_${newId()}`,
    logger: silentLogger,
  });
  return {
    storage,
    folder,
    async close() {
      if (storage.kind === 'server') await storage.connection.dropDatabase();
      await storage.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
