import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { newId } from '../../src/kernel/ids.js';
import { openStorage, type Storage } from '../../src/platform/storage/index.js';

export const silentLogger = pino({ level: 'silent' });

/** A real engine in a temporary folder, without any module; `close` removes both. */
export async function openTemporaryStorage(): Promise<Storage> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'prowess-storage-'));
  const storage = await openStorage({
    uri: process.env['TEST_MONGO_URI'],
    dataDir,
    database: `test_${newId()}`,
    logger: silentLogger,
  });
  return {
    ...storage,
    async close() {
      await storage.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
