import type { Config } from '../../src/config.js';
import { Refusal } from '../admin/refusal.js';

/** @throws Refusal where a database server keeps the data, which has tools of its own */
export function assertEmbedded({ mongoUri, uploadsDir }: Config, tool: 'mongodump' | 'mongorestore'): void {
  if (mongoUri === undefined) return;
  throw new Refusal(
    `MONGO_URI names a database server: use ${tool} for it, and copy ${uploadsDir} ${tool === 'mongodump' ? 'afterwards' : 'before'}.`,
  );
}
