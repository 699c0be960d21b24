import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand, startCompiled, type CompiledServer, type Ending } from '../support/compiled-server.js';
import { emptyFolder, type DemoFolder } from '../support/demo-folder.js';
import { jsonClient, signedInClient } from '../support/json-client.js';
import { operate } from '../support/operator.js';
import { eachStepNeedsTheOnesBefore } from '../support/steps.js';

const EMAIL = 'terri0@adventure-works.com';
const PASSWORD = 'Shoreline-2031';
const CREATE = ['create-organization', '--name', 'AdventureWorks', '--zone', 'Asia/Kolkata', '--fiscal-start', '4'];
const OTHER = 'rob0@adventure-works.com';
const ADMINISTRATOR = ['create-administrator', '--name', 'Terri Duffy', '--email', EMAIL, '--employee-id', 'AW0002'];

let place: DemoFolder;
let server: CompiledServer | undefined;
/** What a link was made with, and what is chosen with it. */
let token = '';
const CHOSEN = 'Lighthouse-2032';
const INITIAL = 'Boathouse-2033';

beforeAll(async () => {
  place = await emptyFolder();
});
afterAll(async () => {
  await server?.stop('SIGKILL');
  await place.remove();
});

const admin = (args: readonly string[], input = ''): Promise<Ending> => operate({ folder: place.folder, args, input });

/** The same in a process of its own: once for each way in which one ends, and for what is read from standard input. */
const adminProcess = (args: readonly string[], input = ''): Promise<Ending> =>
  runCommand('admin', { folder: place.folder, args, input });

/** One sentence on the error channel, no stack. */
function expectRefused({ code, errors }: Ending, sentence: RegExp): void {
  expect(errors).toMatch(sentence);
  expect(errors.trim().split('\n')).toHaveLength(1);
  expect(code).toBe(1);
}

describe('typing a command', () => {
  it('wrongly ends with 2 and the usage line', async () => {
    for (const [args, sentence] of [
      [['organizations', '--all'], /'--all'.*\nUsage: npm run admin -- organizations \[--json\]/],
      [['organizations', 'all'], /all.*\nUsage: npm run admin -- organizations/],
      [['sessions'], /^--email <address> must be given\.\nUsage: npm run admin -- sessions --email <address>/],
      [['backup', '--to', ''], /^--to <folder> must be given\.\nUsage: /],
      [[], /<command> \[options\]/],
    ] as const) {
      const { code, errors } = await admin(args);
      expect(errors).toMatch(sentence);
      expect(code).toBe(2);
    }
    const { code, errors } = await adminProcess(['dance']);
    expect(errors).toMatch(/There is no command "dance"\.\nUsage: npm run admin -- <command>/);
    expect(code).toBe(2);
  });

  it('with help ends with 0, touches nothing and names every option', async () => {
    const overview = await adminProcess(['help']);
    expect(overview.code).toBe(0);
    expect(overview.errors).toBe('');
    const names = [...overview.output.matchAll(/^ {2}([a-z-]+) {2}/gm)].map(([, name = '']) => name);
    expect(names).toEqual(expect.arrayContaining(['organizations', 'create-administrator', 'backup', 'restore']));
    const { code, output } = await admin(['reset-password', '--help']);
    expect(code).toBe(0);
    for (const option of ['--email <address>', '--organization <slug>', '--initial', '--help'])
      expect(output).toContain(option);
  });

  it('where there is no installation makes none', async () => {
    expectRefused(await adminProcess(['organizations']), /^There is no installation in .*\. Set DATA_DIR or MONGO_URI/);
    expectRefused(await admin(['verify-ledger']), /^There is no installation/);
  });
});

describe('setting up from the command line', () => {
  eachStepNeedsTheOnesBefore();

  it('creates an organization, once', async () => {
    const created = await adminProcess(CREATE);
    expect(created.errors).toBe('');
    expect(created.output).toMatch(/^Created AdventureWorks with the short name adventureworks /);
    expect(created.code).toBe(0);
    expectRefused(await admin(CREATE), /name: There is an organization of that name already\./);
    expectRefused(await admin([...CREATE.slice(0, 4), 'Mars/Olympus', ...CREATE.slice(5)]), /^zone: /);
    const { output } = await admin(['organizations', '--json']);
    expect(JSON.parse(output)).toEqual([
      expect.objectContaining({ slug: 'adventureworks', zone: 'Asia/Kolkata', fiscalStartMonth: 4 }),
    ]);
  });

  it('registers its administrator with the password of standard input', async () => {
    expectRefused(await adminProcess(ADMINISTRATOR), /An answer was expected and none came/);
    expectRefused(await admin(ADMINISTRATOR, 'password\n'), /^password: /);
    const registered = await adminProcess(ADMINISTRATOR, `${PASSWORD}\n`);
    expect(registered.output).toBe('Terri Duffy (AW0002) administers HR and central of AdventureWorks.\n');
    expect(registered.code).toBe(0);
  });

  it('registers another one only when forced', async () => {
    const other = [...ADMINISTRATOR.slice(0, 2), 'Rob Walters', '--email', OTHER, '--employee-id'];
    expectRefused(await admin([...other, 'AW0004'], `${PASSWORD}\n`), /^Terri Duffy can register people .*--force/);
    expectRefused(await admin([...other, 'AW0002', '--force'], `${PASSWORD}\n`), /^employeeId: /);
    expect((await admin([...other, 'AW0004', '--force'], `${PASSWORD}\n`)).code).toBe(0);
  });

  it('makes a link and an initial password', async () => {
    const link = await admin(['reset-password', '--email', EMAIL]);
    expect(link.code).toBe(0);
    token = /[?&]token=([\w-]+)/.exec(link.output)?.[1] ?? '';
    const initial = await adminProcess(['reset-password', '--email', OTHER, '--initial'], `${INITIAL}\n`);
    expect(initial.code).toBe(0);
    expect(initial.output).not.toContain(INITIAL);
  });

  it('is said in one sentence to be impossible while the application runs', async () => {
    server = await startCompiled({ folder: place.folder, args: ['--empty'] });
    expectRefused(
      await adminProcess(['sessions', '--email', EMAIL]),
      /^The data folder .* is in use by the running application: stop it, run the command, and start it again\.$/m,
    );
  });

  it('gave a link with which a password is chosen once, and the audit knows who made it', async () => {
    const url = server?.url ?? '';
    await signedInClient(url, EMAIL, PASSWORD);
    const nobody = jsonClient(url);
    const choose = () => nobody.post('/auth/reset-password', { token, password: CHOSEN, repeated: CHOSEN });
    expect((await choose()).status).toBe(200);
    expect((await choose()).status).toBe(422);
    const client = await signedInClient(url, EMAIL, CHOSEN);
    const audit = JSON.stringify((await client.get('/hr/audit?type=person.reset_link_made')).body);
    expect(audit).toMatch(/"operator[ "]/);
    expect(audit).not.toContain(token);
  });

  it('set an initial password that has to be changed', async () => {
    const client = await signedInClient(server?.url ?? '', OTHER, INITIAL);
    expect((await client.get('/hr/employees')).status).toBe(403);
    await server?.stop();
  });

  it('lists and ends sessions', async () => {
    const { output } = await adminProcess(['sessions', '--email', EMAIL.toUpperCase(), '--json']);
    expect((JSON.parse(output) as { sessions: unknown[] }).sessions).toHaveLength(1);
    expectRefused(await admin(['sessions', '--email', 'nobody@adventure-works.com']), /^Nobody of AdventureWorks has/);
    expectRefused(
      await admin(['sessions', '--email', EMAIL, '--organization', 'contoso']),
      /^There is no organization "contoso"\. Known are: adventureworks\.$/m,
    );
    expect((await admin(['end-sessions', '--email', EMAIL])).code).toBe(0);
    expect((await admin(['sessions', '--email', EMAIL])).output).toBe('Terri Duffy is signed in nowhere.\n');
  });

  it('verifies and rebuilds', async () => {
    expect(await adminProcess(['verify-ledger'])).toMatchObject({
      code: 0,
      output: 'AdventureWorks: no difference.\n',
    });
    expect((await admin(['rebuild'])).output).toMatch(/^AdventureWorks: 0 accounts, 0 totals corrected;/);
  });
});
