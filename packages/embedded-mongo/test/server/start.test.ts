import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EngineStartError, backup, check, restore, runningEmbeddedMongo, startEmbeddedMongo } from 'embedded-mongo';
import { DatabaseSync } from '@photostructure/sqlite';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from './test-engine.js';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

/** Starts, runs and closes an engine on the folder. */
async function withEngine<T>(run: (client: MongoClient) => Promise<T>, dataDir = folder.path): Promise<T> {
  const engine = await startEmbeddedMongo({ dataDir });
  const client = await new MongoClient(engine.uri).connect();
  try {
    return await run(client);
  } finally {
    await client.close();
    await engine.close();
  }
}

async function startFailure(dataDir: string): Promise<EngineStartError> {
  const failure: unknown = await startEmbeddedMongo({ dataDir }).then(
    (engine) => engine.close(),
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(EngineStartError);
  const error = failure as EngineStartError;
  expect(error.message).toContain(dataDir);
  expect(error.message).not.toContain('\n');
  return error;
}

describe('the data folder', () => {
  it('keeps everything over a restart', async () => {
    await withEngine(async (client) => {
      await client.db('a').collection('x').createIndex({ n: 1 }, { unique: true });
      await client.db('a').collection('x').insertOne({ n: 1 });
    });
    await withEngine(async (client) => {
      expect(await client.db('a').collection('x').find().project({ _id: 0 }).toArray()).toEqual([{ n: 1 }]);
      await expect(client.db('a').collection('x').insertOne({ n: 1 })).rejects.toMatchObject({ code: 11000 });
    });
    expect(check(folder.path)).toEqual([]);
  });

  it('is created with the socket for this user only', async () => {
    const dataDir = join(folder.path, 'new', 'data');
    const engine = await startEmbeddedMongo({ dataDir });
    const socket = decodeURIComponent(new URL(engine.uri).host);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(statSync(join(socket, '..')).mode & 0o777).toBe(0o700);
    expect(statSync(socket).mode & 0o777).toBe(0o600);
    await engine.close();
    expect(existsSync(socket)).toBe(false);
    expect(readdirSync(dataDir)).not.toContain('engine.lock');
  });

  it('is refused while this process uses it, and free afterwards', async () => {
    await withEngine(async () => {
      expect(await startFailure(folder.path)).toMatchObject({ code: 'locked' });
    });
    await withEngine((client) => client.db('a').command({ ping: 1 }));
  });

  it('is refused while another process uses it, and free when that was killed', async () => {
    const child = spawn(process.execPath, [CLI, 'serve', '--data', folder.path]);
    const ended = once(child, 'exit');
    await once(child.stdout, 'data');
    expect(await startFailure(folder.path)).toMatchObject({ code: 'locked' });
    expect((await startFailure(folder.path)).message).toContain(`process ${child.pid}`);
    child.kill('SIGKILL');
    await ended;
    expect(existsSync(join(folder.path, 'engine.lock'))).toBe(true);
    await withEngine((client) => client.db('a').command({ ping: 1 }));
  });

  it('is won by one of several simultaneous starts', async () => {
    const starts = await Promise.allSettled(
      Array.from({ length: 4 }, () => startEmbeddedMongo({ dataDir: folder.path })),
    );
    const won = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
    await Promise.all(won.map((engine) => engine.close()));
    expect(won).toHaveLength(1);
  });

  it('is won by one of several processes that start at the same time', async () => {
    const children = Array.from({ length: 3 }, () => spawn(process.execPath, [CLI, 'serve', '--data', folder.path]));
    const outcomes = children.map(async (child) => {
      const first = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
      return Buffer.isBuffer(first[0]);
    });
    const won = (await Promise.all(outcomes)).filter(Boolean);
    const ended = children.filter((child) => child.exitCode === null).map((child) => once(child, 'exit'));
    for (const child of children) child.kill('SIGTERM');
    await Promise.all(ended);
    expect(won).toHaveLength(1);
    expect(children.map((child) => child.exitCode).sort()).toEqual([0, 1, 1]);
  });

  it.each([
    ['was given to another process', { processStart: '1' }],
    ['is one of another container', { machine: 'another boot pid:[1]' }],
    ['belongs to the engine of another folder, from which this one was copied', { guard: '1:1' }],
  ])('is free if the process id in the lock file %s', async (_how, differing) => {
    await withEngine((client) => {
      const holder: unknown = JSON.parse(readFileSync(join(folder.path, 'engine.lock'), 'utf8'));
      writeFileSync(join(folder.path, 'kept'), JSON.stringify(holder));
      return client.db('a').command({ ping: 1 });
    });
    const holder = JSON.parse(readFileSync(join(folder.path, 'kept'), 'utf8')) as Record<string, unknown>;
    const parent = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    const living = {
      ...holder,
      pid: process.ppid,
      processStart: parent.slice(parent.lastIndexOf(')') + 2).split(' ')[19],
    };
    const lockFile = join(folder.path, 'engine.lock');
    writeFileSync(lockFile, JSON.stringify(living));
    expect(await startFailure(folder.path)).toMatchObject({ code: 'locked' });
    writeFileSync(lockFile, JSON.stringify({ ...living, ...differing }));
    expect(runningEmbeddedMongo(folder.path)).toBeUndefined();
    await withEngine((client) => client.db('a').command({ ping: 1 }));
  });

  it('is refused if its files have another format', async () => {
    await withEngine((client) => client.db('a').collection('x').insertOne({}));
    const database = new DatabaseSync(join(folder.path, 'data.sqlite'));
    database.exec("UPDATE meta SET value = '99' WHERE name = 'format'");
    database.close();
    expect(await startFailure(folder.path)).toMatchObject({ code: 'version' });
  });

  it('is refused if the file is something else', async () => {
    writeFileSync(
      join(folder.path, 'data.sqlite'),
      'this is not a database, but a text that is long enough to be read'.repeat(20),
    );
    expect(await startFailure(folder.path)).toMatchObject({ code: 'version' });
    const other = temporaryFolder();
    const database = new DatabaseSync(join(other.path, 'data.sqlite'));
    database.exec('CREATE TABLE foreign_table (a)');
    database.close();
    expect(await startFailure(other.path)).toMatchObject({ code: 'version' });
    other.remove();
  });

  it('is refused if it is damaged', async () => {
    await withEngine((client) =>
      client
        .db('a')
        .collection('x')
        .insertMany(Array.from({ length: 200 }, (_, n) => ({ n, text: 'x'.repeat(100) }))),
    );
    const file = join(folder.path, 'data.sqlite');
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 100, 4096);
    writeFileSync(file, bytes);
    expect(await startFailure(folder.path)).toMatchObject({ code: 'corrupt' });
  });

  it('is refused if it is no folder', async () => {
    const path = join(folder.path, 'file');
    writeFileSync(path, '');
    expect(await startFailure(path)).toMatchObject({ code: 'unreadable' });
    expect(await startFailure(join(path, 'below'))).toMatchObject({ code: 'unreadable' });
  });

  it.skipIf(process.getuid?.() === 0)('is refused if it may not be written', async () => {
    const path = join(folder.path, 'closed');
    mkdirSync(path, { mode: 0o500 });
    expect(await startFailure(path)).toMatchObject({ code: 'unreadable' });
  });
});

/** Runs a command of the command line to its end; gives how it ended and what it said of errors. */
async function ran(...args: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

describe('a backup', () => {
  it('is consistent while writers go on, and can be started from', async () => {
    const target = join(folder.path, 'copy.sqlite');
    await withEngine(async (client) => {
      const pairs = client.db('a').collection<{ _id: number }>('pairs');
      await pairs.insertMany(Array.from({ length: 2000 }, (_, i) => ({ _id: i, text: 'x'.repeat(200) })));
      let going = true;
      const writing = (async () => {
        for (let i = 10_000; going; i += 2) await pairs.insertMany([{ _id: i }, { _id: i + 1 }]);
      })();
      const made = await ran('backup', folder.path, target);
      going = false;
      await writing;
      expect(made).toEqual({ code: 0, said: '' });
    });
    const restored = temporaryFolder();
    expect(await ran('restore', target, restored.path)).toEqual({ code: 0, said: '' });
    expect(await ran('check', restored.path)).toEqual({ code: 0, said: '' });
    expect(await ran('restore', target, restored.path)).toEqual({
      code: 1,
      said: expect.stringMatching(/not empty/) as string,
    });
    const count = await withEngine(
      (client) =>
        client
          .db('a')
          .collection('pairs')
          .find()
          .map((each) => each._id)
          .toArray(),
      restored.path,
    );
    expect(count.length).toBeGreaterThanOrEqual(2000);
    expect(count.length % 2).toBe(0);
    expect(() => backup(restored.path, target)).toThrow(/exists/);
    restored.remove();
  });
});

describe('restoring', () => {
  it.each([
    ['a text', () => 'no database'],
    ['a copy that was cut off', (copy: Buffer) => copy.subarray(0, copy.length - 5000)],
    [
      'a copy with a page of something else',
      (copy: Buffer) => Buffer.concat([copy.subarray(0, 8192), Buffer.alloc(4096, 7), copy.subarray(12_288)]),
    ],
  ])('refuses %s and writes nothing', async (_what, spoil) => {
    const target = join(folder.path, 'copy.sqlite');
    await withEngine((client) =>
      client
        .db('a')
        .collection('x')
        .insertMany(Array.from({ length: 500 }, (_, n) => ({ n, text: 'x'.repeat(100) }))),
    );
    backup(folder.path, target);
    writeFileSync(target, spoil(readFileSync(target)));
    const empty = join(folder.path, 'new');
    expect(() => restore(target, empty)).toThrow(/damaged/);
    expect(existsSync(empty)).toBe(false);
  });

  it('says that there is no backup', () => {
    expect(() => restore(join(folder.path, 'none'), join(folder.path, 'new'))).toThrow(/there is no backup/);
  });
});

describe('the check', () => {
  it('finds an index that lacks a document', async () => {
    await withEngine(async (client) => {
      await client.db('a').collection('x').createIndex({ n: 1 });
      await client
        .db('a')
        .collection('x')
        .insertMany([{ n: 1 }, { n: 2 }]);
    });
    const database = new DatabaseSync(join(folder.path, 'data.sqlite'));
    const { id } = database.prepare("SELECT id FROM indexes WHERE name = 'n_1'").get() as { id: number };
    database.exec(`DELETE FROM i${id} WHERE rid = 1`);
    database.close();
    expect(check(folder.path).join()).toMatch(/a\.x: index n_1 lacks row 1/);
  });
});

describe('the program that starts the engine', () => {
  it('goes on with its own work while the engine is busy', async () => {
    await withEngine(async (client) => {
      const numbers = client.db('a').collection('numbers');
      await numbers.insertMany(Array.from({ length: 10_000 }, (_, n) => ({ n })));
      let busy = true;
      let turns = 0;
      const count = (): void => {
        turns += 1;
        if (busy) setImmediate(count);
      };
      count();
      const { modifiedCount } = await numbers.updateMany({}, { $inc: { n: 1 } }); // one command, which cannot pause
      busy = false;
      expect(modifiedCount).toBe(10_000);
      expect(turns).toBeGreaterThan(500); // an engine in this thread would leave it a handful
    });
  });
});
