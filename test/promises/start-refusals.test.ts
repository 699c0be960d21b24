import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCompiled, startCompiled, type Ending } from '../support/compiled-server.js';
import { demoFolder, emptyFolder, type DemoFolder } from '../support/demo-folder.js';

let place: DemoFolder;

/** One line on the error channel that says so, no stack, and an exit code that a supervisor understands. */
function expectRefused({ code, errors }: Ending, sentence: RegExp): void {
  expect(errors).toMatch(sentence);
  expect(errors.trim().split('\n')).toHaveLength(1);
  expect(errors).toMatch(/^Prowess Points did not start\. /);
  expectNoStack(errors);
  expect(code).toBe(1);
}

const expectNoStack = (errors: string) => expect(errors).not.toMatch(/\n\s+at |node:internal|\.js:\d+/);
const database = (folder: string) => path.join(folder, 'data', 'data.sqlite');
const digest = async (file: string) =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');

describe('on data of its own', () => {
  beforeEach(async () => {
    place = await demoFolder();
  });
  afterEach(() => place.remove());

  it('a second process on the same folder does not start, and the first goes on', async () => {
    const first = await startCompiled({ folder: place.folder });
    expectRefused(
      await runCompiled({ folder: place.folder }),
      /in use by another process; stop that one or choose another folder/,
    );
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
    expect((await first.stop()).code).toBe(0);
  });

  it('a folder of another version is refused and left as it is', async () => {
    const file = database(place.folder);
    const opened = new DatabaseSync(file);
    opened.exec("UPDATE meta SET value = '999' WHERE name = 'format'; PRAGMA wal_checkpoint(TRUNCATE);");
    opened.close();
    const before = await digest(file);
    expectRefused(
      await runCompiled({ folder: place.folder }),
      /files of another format; use the version that made them/,
    );
    expect(await digest(file)).toBe(before);
  });

  it('a taken port is named as the reason', async () => {
    const holder = createServer();
    holder.listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const ending = await runCompiled({ folder: place.folder, env: { PORT: String(port) } });
    holder.close();
    expectRefused(ending, /The port is in use already\. Set PORT to another one/);
  });
});

describe('on what is no data of its own', () => {
  beforeEach(async () => {
    place = await emptyFolder();
  });
  afterEach(() => place.remove());

  it('a file that is no database is refused and left as it is', async () => {
    const file = database(place.folder);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, 'A shopping list: bread, milk, bicycles. '.repeat(200));
    const before = await digest(file);
    expectRefused(await runCompiled({ folder: place.folder }), /files of another format/);
    expect(await digest(file)).toBe(before);
  });

  it('a folder that cannot be one is refused', async () => {
    const file = path.join(place.folder, 'in-the-way');
    await writeFile(file, '');
    const ending = await runCompiled({ folder: place.folder, env: { DATA_DIR: path.join(file, 'data') } });
    expectRefused(ending, /cannot be read and written; check its owner and permissions/);
  });

  it('every mistake of the environment is named at once, and no value is repeated', async () => {
    const ending = await runCompiled({
      folder: place.folder,
      env: { PORT: 'sesame', MONGO_URI: 'postgres://sesame', BCRYPT_COST: '99' },
    });
    expect(ending.code).toBe(1);
    for (const name of ['PORT', 'MONGO_URI', 'BCRYPT_COST'])
      expect(ending.errors).toMatch(new RegExp(`^\\s+${name}: `, 'm'));
    expect(ending.errors).not.toContain('sesame');
    expectNoStack(ending.errors);
  });

  it('production refuses default secrets, cookies without TLS and the embedded engine, naming all of it', async () => {
    const { code, errors } = await runCompiled({ folder: place.folder, env: { NODE_ENV: 'production' } });
    expect(code).toBe(1);
    for (const name of [
      'SESSION_SECRET',
      'TOKEN_SECRET',
      'PASSWORD_PEPPER',
      'COOKIE_SECURE',
      'PUBLIC_URL',
      'MONGO_URI',
    ]) {
      expect(errors).toMatch(new RegExp(`^\\s+${name}: must `, 'm'));
    }
    expectNoStack(errors);
  });
});
