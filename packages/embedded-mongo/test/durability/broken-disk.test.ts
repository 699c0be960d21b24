import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from 'embedded-mongo';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../server/test-engine.js';
import { serve } from './served-engine.js';
import type { ServedEngine } from './served-engine.js';

interface Counted {
  readonly _id: number;
  readonly text?: string;
}

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

async function withClient<T>({ uri }: ServedEngine, run: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = await new MongoClient(uri, { serverSelectionTimeoutMS: 5000 }).connect();
  try {
    return await run(client);
  } finally {
    await client.close();
  }
}

/** All numbers that are stored, in order. */
function storedIn(engine: ServedEngine): Promise<number[]> {
  const ids = (client: MongoClient): Promise<number[]> => client.db('d').collection<Counted>('x').distinct('_id');
  return withClient(engine, ids).then((all) => all.sort((a, b) => a - b));
}

describe('a disk that takes no more', () => {
  it('is told to the client, and loses nothing that was acknowledged', async () => {
    const limited = await serve(folder.path, 'ulimit -f 1000'); // no file beyond half a megabyte
    const acknowledged: number[] = [];
    const refusal: unknown = await withClient(limited, async (client) => {
      const numbers = client.db('d').collection<Counted>('x');
      for (let _id = 0; _id < 5000; _id += 1) {
        await numbers.insertOne({ _id, text: 'x'.repeat(5000) });
        acknowledged.push(_id);
      }
    }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ codeName: expect.stringMatching(/^(FileStreamFailed|OutOfDiskSpace)$/) as string });
    expect(acknowledged.length).toBeGreaterThan(20);
    expect(await storedIn(limited)).toEqual(acknowledged);
    expect(await limited.end('SIGTERM')).toBe(0);
    expect(check(folder.path)).toEqual([]);

    const roomy = await serve(folder.path);
    expect(await storedIn(roomy)).toEqual(acknowledged);
    await withClient(roomy, (client) => client.db('d').collection<Counted>('x').insertOne({ _id: -1 }));
    expect(await roomy.end('SIGTERM')).toBe(0);
  });
});

describe('a file that was damaged', () => {
  it.each([0.1, 0.5, 0.9])('is named by the check or the start, at %d of its length', async (at) => {
    const engine = await serve(folder.path);
    await withClient(engine, async (client) => {
      const numbers = client.db('d').collection<Counted>('x');
      await numbers.createIndex({ text: 1 });
      await numbers.insertMany(Array.from({ length: 400 }, (_, _id) => ({ _id, text: `${_id}`.repeat(40) })));
    });
    expect(await engine.end('SIGTERM')).toBe(0);
    const file = join(folder.path, 'data.sqlite');
    const bytes = readFileSync(file);
    const page = Math.floor((bytes.length / 4096) * at) * 4096;
    bytes.fill(0xa5, page, page + 512); // a sector of something else
    writeFileSync(file, bytes);
    const named = ((): string[] => {
      try {
        return check(folder.path);
      } catch (error) {
        return [String(error)];
      }
    })();
    expect(named).not.toEqual([]);
  });
});

describe('a log that a crash left behind', () => {
  it('is taken in at the next start', async () => {
    const killed = await serve(folder.path);
    await withClient(killed, (client) =>
      client
        .db('d')
        .collection<Counted>('x')
        .insertMany([{ _id: 1 }, { _id: 2 }]),
    );
    await killed.end('SIGKILL');
    expect(readFileSync(join(folder.path, 'data.sqlite-wal')).length).toBeGreaterThan(0);
    const next = await serve(folder.path);
    expect(await storedIn(next)).toEqual([1, 2]);
    await next.end('SIGTERM');
  });

  it('is taken in up to its first damaged commit', async () => {
    const killed = await serve(folder.path);
    await withClient(killed, async (client) => {
      for (let _id = 0; _id < 20; _id += 1) await client.db('d').collection<Counted>('x').insertOne({ _id });
    });
    await killed.end('SIGKILL');
    const log = join(folder.path, 'data.sqlite-wal');
    writeFileSync(log, readFileSync(log).subarray(0, -3000)); // the last commit was cut off on its way to the disk
    const next = await serve(folder.path);
    expect(await storedIn(next)).toEqual(Array.from({ length: 19 }, (_, _id) => _id));
    await next.end('SIGTERM');
    expect(check(folder.path)).toEqual([]);
  });
});

describe('an engine that is told to end', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('closes its files on %s while clients write', async (signal) => {
    const engine = await serve(folder.path);
    const acknowledged: number[] = [];
    const writing = withClient(engine, async (client) => {
      for (let _id = 0; ; _id += 1) {
        await client.db('d').collection<Counted>('x').insertOne({ _id });
        acknowledged.push(_id);
      }
    }).catch(() => undefined);
    while (acknowledged.length < 30) await new Promise((next) => setImmediate(next));
    expect(await engine.end(signal)).toBe(0);
    await writing;
    expect(engine.errors()).toBe('');
    const next = await serve(folder.path);
    expect(await storedIn(next)).toEqual(expect.arrayContaining(acknowledged));
    await next.end('SIGTERM');
  });
});
