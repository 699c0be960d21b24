import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { TestApp } from './app.js';

/** Where any of the texts still lies: in which collection and field, in which file of the uploads. */
export async function whereFound(app: TestApp, texts: readonly string[]): Promise<string[]> {
  const wanted = texts.map((text) => text.toLowerCase());
  return [...(await inDatabase(app, wanted)), ...(await inUploads(app.uploadsDir, wanted))];
}

async function inDatabase(app: TestApp, wanted: readonly string[]): Promise<string[]> {
  const { db } = app.container.storage.connection;
  if (db === undefined) throw new Error('the database is not open');
  const found: string[] = [];
  for (const { name } of await db.listCollections().toArray()) {
    for await (const record of db.collection(name).find()) {
      for (const [field, value] of Object.entries(record)) {
        const text = JSON.stringify(value)?.toLowerCase() ?? '';
        const hits = wanted.filter((one) => text.includes(JSON.stringify(one).slice(1, -1)));
        if (hits.length > 0) found.push(`${name}.${field} of ${String(record._id)}: ${hits.join(', ')}`);
      }
    }
  }
  return found;
}

async function inUploads(folder: string, wanted: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    const content = (await readFile(file)).toString('latin1').toLowerCase();
    if (wanted.some((text) => content.includes(text))) found.push(file);
  }
  return found;
}
