import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, localDateOf } from '../../src/kernel/local-date.js';
import { runCommand, startCompiled, type CompiledServer, type Ending } from '../support/compiled-server.js';
import { demoCast } from '../support/demo-cast.js';
import { demoFolder, emptyFolder, type DemoFolder } from '../support/demo-folder.js';
import { pdfFile } from '../support/evidence-files.js';
import { signedInClient, type JsonClient } from '../support/json-client.js';
import { operate } from '../support/operator.js';
import { eachStepNeedsTheOnesBefore } from '../support/steps.js';

const { employees } = demoCast();
/** So many requests are stored before the backup begins, and at least so many more while it is made. */
const BEFORE = 5;

interface Raised {
  readonly requestId: string;
  readonly attachmentId: string;
  readonly content: Buffer;
}

let demo: DemoFolder;
let place: DemoFolder;
let server: CompiledServer | undefined;
let copy: string;
/** Acknowledged before the backup began. */
let certain: readonly Raised[] = [];

beforeAll(async () => {
  demo = await demoFolder();
  place = await emptyFolder();
  copy = path.join(place.folder, 'copy');
});
afterAll(async () => {
  await server?.stop('SIGKILL');
  await demo.remove();
  await place.remove();
});

const admin = (folder: string, ...args: string[]): Promise<Ending> => operate({ folder, args });

/** The same in a process of its own, as beside a running application. */
const adminProcess = (folder: string, ...args: string[]): Promise<Ending> => runCommand('admin', { folder, args });

async function raise(client: JsonClient, number: number): Promise<Raised> {
  const content = pdfFile(`evidence ${number}`);
  const form = new FormData();
  form.append('file', new Blob([Uint8Array.from(content)]), `evidence-${number}.pdf`);
  const stored = await fetch(`${server?.url}/employee/attachments`, {
    method: 'POST',
    headers: { accept: 'application/json', cookie: client.cookie },
    body: form,
  });
  const { attachment } = (await stored.json()) as { attachment: { id: string } };
  const { status, body } = await client.post<{ request: { id: string } }>('/employee/raise-request', {
    categoryCode: 'initiative_ai',
    eventDate: addDays(localDateOf(new Date(), 'Asia/Kolkata'), -1),
    notes: `Number ${number}`,
    attachmentIds: [attachment.id],
    acknowledgeDuplicate: true,
  });
  expect(status).toBe(201);
  return { requestId: body.request.id, attachmentId: attachment.id, content };
}

async function expectReadable(client: JsonClient, { requestId, attachmentId, content }: Raised): Promise<void> {
  expect((await client.get(`/employee/requests/${requestId}`)).status).toBe(200);
  const file = await fetch(`${server?.url}/attachments/${attachmentId}`, { headers: { cookie: client.cookie } });
  expect(file.status).toBe(200);
  expect(Buffer.from(await file.arrayBuffer()).equals(content)).toBe(true);
}

describe('a backup of a running application', () => {
  eachStepNeedsTheOnesBefore();

  it('is made while requests with evidence are being stored', async () => {
    server = await startCompiled({ folder: demo.folder });
    const client = await signedInClient(server.url, employees[0].email);
    const done: Raised[] = [];
    for (let number = 0; number < BEFORE; number += 1) done.push(await raise(client, number));
    certain = [...done];
    let made = false;
    const backup = adminProcess(demo.folder, 'backup', '--to', copy).finally(() => (made = true));
    while (!made) done.push(await raise(client, done.length));
    const { code, output } = await backup;
    expect(output).toMatch(/^Backed up to .*: \d+ documents, \d+ files, \d+ bytes\.$/m);
    expect(code).toBe(0);
    expect(done.length).toBeGreaterThan(BEFORE);
    await server.stop();
  });

  it('has checksums that the tools of the system compare', () => {
    const { status, stderr } = spawnSync('sha256sum', ['--check', '--quiet', 'checksums.sha256'], { cwd: copy });
    expect(stderr.toString()).toBe('');
    expect(status).toBe(0);
  });

  it('is restored into empty folders, where the ledger is right and every evidence is readable', async () => {
    const { code, output } = await adminProcess(place.folder, 'restore', '--from', copy);
    expect(output).toMatch(/^Restored the backup of /);
    expect(code).toBe(0);
    const verified = await admin(place.folder, 'verify-ledger');
    expect(verified.output).toMatch(/: no difference\.\s*$/);
    expect(verified.code).toBe(0);

    server = await startCompiled({ folder: place.folder });
    const client = await signedInClient(server.url, employees[0].email);
    for (const raised of certain) await expectReadable(client, raised);
    // Whatever of the others is in the copy is there whole, too.
    const { body } = await client.get<{ items: { id: string }[] }>('/employee/requests?pageSize=100');
    for (const { id } of body.items) {
      const { body: one } = await client.get<{
        request: { evidence?: { id: string }[]; attachments?: { id: string }[] };
      }>(`/employee/requests/${id}`);
      for (const file of one.request.attachments ?? one.request.evidence ?? []) {
        const answer = await fetch(`${server.url}/attachments/${file.id}`, { headers: { cookie: client.cookie } });
        expect(answer.status).toBe(200);
        await answer.arrayBuffer();
      }
    }
    await server.stop();
  });

  it('is never put where something is', async () => {
    const again = await admin(place.folder, 'restore', '--from', copy);
    expect(again.code).toBe(1);
    expect(again.errors).toMatch(
      /^\S+data is not empty\. Stop the application and set DATA_DIR to an empty folder\.\n$/,
    );
    await rm(path.join(place.folder, 'data'), { recursive: true });
    const files = await admin(place.folder, 'restore', '--from', copy);
    expect(files.code).toBe(1);
    expect(files.errors).toMatch(/uploads is not empty/);
    expect(existsSync(path.join(place.folder, 'data'))).toBe(false);
    const over = await admin(demo.folder, 'backup', '--to', copy);
    expect(over.code).toBe(1);
    expect(over.errors).toMatch(/copy is not empty/);
  });

  it('that is damaged, unfinished or of something else is refused, and nothing is written', async () => {
    const empty = await emptyFolder();
    const refused = async (sentence: RegExp) => {
      const { code, errors } = await admin(empty.folder, 'restore', '--from', copy);
      expect(errors).toMatch(sentence);
      expect(code).toBe(1);
      expect(await readdir(empty.folder)).toEqual([]);
    };
    const [sub = ''] = await readdir(path.join(copy, 'uploads'));
    const [name = ''] = await readdir(path.join(copy, 'uploads', sub));
    const evidence = path.join(copy, 'uploads', sub, name);
    const content = await readFile(evidence);
    await writeFile(evidence, 'something else');
    await refused(/is damaged: uploads\/.* is not what was written/);
    await rm(evidence);
    await refused(/is damaged: uploads\//);
    await writeFile(evidence, content);

    const list = path.join(copy, 'checksums.sha256');
    const lines = await readFile(list, 'utf8');
    await appendFile(list, `${'0'.repeat(64)}  ../../etc/passwd\n`);
    await refused(/is damaged: checksums\.sha256/);
    await writeFile(list, lines);

    const manifest = path.join(copy, 'manifest.json');
    const written = await readFile(manifest, 'utf8');
    await writeFile(manifest, written.replace('"prowess-points"', '"something-else"'));
    await refused(/is no backup that this version can read/);
    await rm(manifest);
    await refused(/it has no manifest\.json/);
    await empty.remove();
  });

  it('says which file of evidence is not what was stored', async () => {
    const [sub = ''] = (await readdir(path.join(demo.folder, 'uploads'))).filter((one) => /^[0-9a-f]{2}$/.test(one));
    const [name = ''] = await readdir(path.join(demo.folder, 'uploads', sub));
    await appendFile(path.join(demo.folder, 'uploads', sub, name), 'x');
    const { code, output } = await admin(demo.folder, 'backup', '--to', path.join(place.folder, 'second'));
    expect(output).toContain(`The file ${sub}/${name} is not what was stored`);
    expect(code).toBe(1);
  });

  it('of a database server is left to its own tools', async () => {
    const env = { MONGO_URI: 'mongodb://127.0.0.1:1' };
    const to = path.join(place.folder, 'third');
    const { code, errors } = await operate({ folder: demo.folder, env, args: ['backup', '--to', to] });
    expect(code).toBe(1);
    expect(errors).toMatch(/^MONGO_URI names a database server: use mongodump/);
    expect(existsSync(to)).toBe(false);
  });
});
