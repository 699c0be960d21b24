import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account, BROWSER, formToken, signIn, submit, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { traces } from '../../support/records.js';
import { peopleFile } from '../../support/sample-records.js';
import { problemsOfPage } from '../../support/valid-html.js';
import type { Tenant } from '../../support/world.js';

interface ImportBody {
  readonly id: string;
  readonly status: string;
  readonly valid: number;
  readonly invalid: number;
  readonly created: number;
  readonly unknownColumns: readonly string[];
  readonly errors: readonly { readonly line: number; readonly column: string; readonly message: string }[];
}

/** A run answers at once or goes on in the background; longer than this it must not take. */
const DEADLINE_MS = 30_000;

describe('acceptance 11: the people import over HTTP', () => {
  let app: TestApp;
  let tenant: Tenant;
  let hr: Agent;
  beforeAll(async () => {
    app = await openTestApp();
    tenant = await app.tenant();
    // Nobody of the file, in address or employee id.
    const admin = { email: 'hr@elsewhere.com', employeeId: 'HR-1', grants: ['hr'] };
    hr = await signIn(app, await account(app, tenant, admin));
  });
  afterAll(() => app.close());

  const check = (content: Buffer | string, name = 'people.csv') =>
    hr.post('/hr/imports/people').attach('file', Buffer.from(content), name);
  const importOf = (body: unknown) => (body as { import: ImportBody }).import;
  const people = () => tenant.run(() => app.container.people.count());

  async function completed(id: string): Promise<ImportBody> {
    const end = performance.now() + DEADLINE_MS;
    for (;;) {
      await app.container.imports.settled(id);
      const found = importOf((await hr.get(`/imports/${id}`)).body);
      if (found.status === 'completed') return found;
      if (performance.now() > end) throw new Error(`still ${found.status}`);
    }
  }

  test('dry run: 288 and 2, with line, column and reason, and nobody stored', async () => {
    const before = await people();
    const answer = await check(await peopleFile());
    expect(answer.status).toBe(202);
    const found = importOf(answer.body);
    expect(found).toMatchObject({ status: 'checked', valid: 288, invalid: 2, created: 0, unknownColumns: [] });
    expect(found.errors).toHaveLength(2);
    for (const { line, column, message } of found.errors) {
      expect(line).toBeGreaterThan(1);
      expect(column).toMatch(/^[a-z_]+$/);
      expect(message.length).toBeGreaterThan(10);
    }
    expect(await people()).toBe(before);
  });

  test('confirmed twice, from a page and by a program: 288 people, managers resolved', async () => {
    const before = await people();
    const { id } = importOf((await check(await peopleFile(), 'the-same-again.csv')).body);
    const page = await hr.get(`/imports/${id}`).set('Accept', BROWSER);
    expect(problemsOfPage(page.text)).toEqual([]);
    expect(page.text).toContain('288');
    const [first, second] = await Promise.all([
      submit(hr, `/imports/${id}/confirmation`),
      hr.post(`/imports/${id}/confirmation`).send({}),
    ]);
    expect(first.status).toBe(303);
    expect(second.status).toBe(200);
    expect(await completed(id)).toMatchObject({ created: 288 });
    expect((await hr.post(`/imports/${id}/confirmation`).send({})).status).toBe(200);
    expect(await people()).toBe(before + 288);

    const guy = await tenant.run(() => app.container.people.byEmail('guy1@adventure-works.com'));
    const manager = await tenant.run(() => app.container.people.byEmail('jo0@adventure-works.com'));
    expect(guy?.managerId).toBe(manager?.id);
    expect(guy?.managerId).toBeTruthy();
  });

  test('the same content under another name, with other line ends, adds nobody', async () => {
    const before = await people();
    const content = (await peopleFile()).toString('utf8');
    const again = await check(`\ufeff${content.replaceAll(/\r?\n/g, '\r\n')}`, 'renamed.csv');
    expect(importOf(again.body)).toMatchObject({ status: 'completed', created: 288 });
    await hr.post(`/imports/${importOf(again.body).id}/confirmation`).send({});
    expect(await people()).toBe(before);

    const uploaded = await hr
      .post('/hr/imports/people')
      .set('Accept', BROWSER)
      .field('_csrf', await formToken(hr))
      .attach('file', await peopleFile(), 'once-more.csv');
    expect(uploaded.headers['location']).toBe(`/imports/${importOf(again.body).id}`);
    const page = await hr.get(`/imports/${importOf(again.body).id}`).set('Accept', BROWSER);
    expect(page.text).toContain('uploaded before');
  });

  test('the rows with problems come back as a file that can be mended', async () => {
    const { body } = await hr.get('/hr/imports/people');
    const [latest] = (body as { recent: ImportBody[] }).recent;
    const answer = await hr.get(`/imports/${latest?.id ?? ''}/failed-rows`);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toContain('attachment');
    const lines = answer.text.trim().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^\ufeff?name,/);
    expect(lines[0]).toContain('problem');
  });

  const HEAD = 'name,email,employee_id,grade,department,location,level,joining_date';
  const ROW = 'Jo Brown,jo.brown@elsewhere.com,X1,C1,IT,India,Senior,2024-01-08';

  test.each([
    ['empty', ''],
    ['no CSV at all', Buffer.from('%PDF-1.4\n%\u0000\u0001\u0002')],
    ['a column missing', `${HEAD.replace(',grade', '')}\n`],
    ['a quote that never closes', `${HEAD}\n"Jo Brown,jo@x.com\n${ROW}`],
    ['NUL bytes', `${HEAD}\n${ROW.replace('Jo', 'J\u0000o')}\n`],
    [
      'half a UTF-16 character',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('name,email', 'utf16le').subarray(0, 19)]),
    ],
  ])('a file that is %s is refused or its rows are, and nothing is stored but the answer', async (_name, content) => {
    const before = await people();
    const answer = await check(Buffer.from(content));
    if (answer.status === 202) expect(importOf(answer.body)).toMatchObject({ valid: 0 });
    else
      expect({ status: answer.status, body: answer.body as unknown }).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'file' }] },
      });
    expect(await people()).toBe(before);
    const page = await hr
      .post('/hr/imports/people')
      .set('Accept', BROWSER)
      .field('_csrf', await formToken(hr))
      .attach('file', Buffer.from(content), 'people.csv');
    expect([303, 422]).toContain(page.status);
    if (page.status === 422) expect(problemsOfPage(page.text)).toEqual([]);
  });

  test('a header alone is refused', async () => {
    const answer = await check(`${HEAD}\n`);
    expect({ status: answer.status, body: answer.body as unknown }).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'file' }] },
    });
  });

  test('a file of which no row is good cannot be confirmed', async () => {
    const { id } = importOf((await check(`${HEAD}\n${ROW.replace('C1', 'Z9')}\n`)).body);
    const answer = await hr.post(`/imports/${id}/confirmation`).send({});
    expect({ status: answer.status, body: answer.body as unknown }).toMatchObject({
      status: 422,
      body: { code: 'import.nothing_valid' },
    });
  });

  test('columns that mean nothing are named, and change nothing', async () => {
    const answer = await check(`${HEAD},points,status\n${ROW},4000,admin\n`);
    expect(importOf(answer.body)).toMatchObject({ valid: 1, invalid: 0, unknownColumns: ['points', 'status'] });
  });

  test('what a failing upload leaves: nothing', async () => {
    const before = await traces(app);
    const twice = await hr
      .post('/hr/imports/people')
      .attach('file', Buffer.from(HEAD), 'a.csv')
      .attach('file', Buffer.from(HEAD), 'b.csv');
    expect(twice.status).toBe(413);
    const wrongField = await hr.post('/hr/imports/people').attach('people', Buffer.from(HEAD), 'a.csv');
    expect(wrongField.status).toBe(422);
    const named = await hr
      .post('/hr/imports/people')
      .field('organization', 'x')
      .attach('file', Buffer.from(HEAD), 'a.csv');
    expect(named.status).toBe(422);
    expect(await traces(app)).toEqual(before);
  });
});
