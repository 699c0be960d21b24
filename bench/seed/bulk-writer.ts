import type { Document } from 'mongodb';
import type { Storage } from '../../src/platform/storage/index.js';

/** Takes documents of several collections and writes them many at a time. */
export interface BulkWriter {
  add(collection: string, document: object): void;
  /** Writes what is waiting where that is a full batch; with `all` whatever there is. */
  flush(all?: boolean): Promise<void>;
  /** How many documents of a collection were taken. */
  count(collection: string): number;
}

const BATCH = 2000;

/** Writes with the plain driver: no hook, no event, no validation stands between, so the caller answers for every field. */
export function createBulkWriter(storage: Storage): BulkWriter {
  const waiting = new Map<string, Document[]>();
  const counts = new Map<string, number>();
  return {
    add(collection, document) {
      const documents = waiting.get(collection);
      if (documents === undefined) waiting.set(collection, [document]);
      else documents.push(document);
      counts.set(collection, (counts.get(collection) ?? 0) + 1);
    },
    async flush(all = false) {
      for (const [collection, documents] of waiting) {
        if (documents.length === 0 || (!all && documents.length < BATCH)) continue;
        waiting.set(collection, []);
        await storage.connection.db?.collection(collection).insertMany(documents);
      }
    },
    count: (collection) => counts.get(collection) ?? 0,
  };
}
