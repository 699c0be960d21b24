import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account, BROWSER, formToken, openPage, signIn, submit, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { RAW_EXPORT_FORM, rawExport } from '../../support/import-samples.js';
import { problemsOfPage } from '../../support/valid-html.js';
import type { Person } from '../../../src/modules/people/index.js';
import type { Tenant } from '../../support/world.js';

interface ImportBody {
  readonly id: string;
  readonly status: string;
  readonly valid: number;
  readonly reasons: readonly { readonly count: number }[];
}

describe('imports over HTTP', () => {
  let app: TestApp;
  let tenant: Tenant;
  let hr: Agent;
  let administrator: Person;
  beforeAll(async () => {
    app = await openTestApp();
    tenant = await app.tenant();
    administrator = await account(app, tenant, { email: 'hr@elsewhere.com', employeeId: 'HR-1', grants: ['hr'] });
    hr = await signIn(app, administrator);
  });
  afterAll(() => app.close());

  const importOf = (body: unknown) => (body as { import: ImportBody }).import;
  const HEAD = 'name,email,employee_id,grade,department,location,level,joining_date';
  const row = (number: number, grade = 'C1') =>
    `Jo Brown,jo.${number}@elsewhere.com,X${number},${grade},IT,India,Senior,2024-01-08`;
  const upload = async (content: Buffer | string, fields: Record<string, string> = {}) => {
    let request = hr.post('/hr/imports/people').set('Accept', 'application/json');
    for (const [name, value] of Object.entries(fields)) request = request.field(name, value);
    return request.attach('file', Buffer.from(content), 'people.csv');
  };
  const uploadByForm = async (content: Buffer | string, fields: Record<string, string> = {}) => {
    let request = hr
      .post('/hr/imports/people')
      .set('Accept', BROWSER)
      .field('_csrf', await formToken(hr));
    for (const [name, value] of Object.entries(fields)) request = request.field(name, value);
    return request.attach('file', Buffer.from(content), 'people.csv');
  };

  test('a file with columns of its own is refused with the advice to tick that, and the choice is kept', async () => {
    const answer = await uploadByForm(await rawExport(), { mode: 'both' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('tick that and say which is which');
    expect(answer.text).toMatch(/value="both" checked/);
    expect(problemsOfPage(answer.text)).toEqual([]);
  });

  test('mapped by a form: shown, refused with what was chosen, checked', async () => {
    const uploaded = await uploadByForm(await rawExport(), { mapColumns: 'true' });
    expect(uploaded.status).toBe(303);
    const address = uploaded.headers['location'] ?? '';
    expect(address).toMatch(/^\/imports\/[0-9a-f]{24}\/mapping$/);
    const page = await openPage(hr, address);
    expect(problemsOfPage(page.text)).toEqual([]);
    const { grade_how: _how, grade_text: _text, ...withoutGrade } = RAW_EXPORT_FORM;
    const refused = await submit(hr, address, { ...withoutGrade, action: 'check' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('href="#field-grade_how"');
    expect(refused.text).toContain('AW-{EmployeeKey}');
    expect(problemsOfPage(refused.text)).toEqual([]);
    const strange = await submit(hr, address, { ...RAW_EXPORT_FORM, organization: 'x' });
    expect(strange.status).toBe(422);
    const checked = await submit(hr, address, { ...RAW_EXPORT_FORM, action: 'check', saveAs: 'Raw' });
    expect(checked.status).toBe(303);
    const result = await openPage(hr, checked.headers['location'] ?? '');
    expect(result.text).toContain('Import 288 people');
    expect(problemsOfPage(result.text)).toEqual([]);
    const list = await openPage(hr, '/hr/imports/mappings');
    expect(list.text).toContain('Raw');
    expect(problemsOfPage(list.text)).toEqual([]);
  });

  test('problems are grouped by reason and paged', async () => {
    const lines = Array.from({ length: 150 }, (_, index) => row(index, index < 120 ? 'Z9' : 'C1'));
    const { id, reasons } = importOf((await upload([HEAD, ...lines].join('\n'))).body);
    expect(reasons).toMatchObject([{ column: 'grade', count: 120 }]);
    const second = await hr.get(`/imports/${id}/problems?reason=1&size=50&page=3`).set('Accept', 'application/json');
    expect(second.body).toMatchObject({ page: { number: 3, size: 50, total: 120 } });
    expect((second.body as { items: { line: number }[] }).items.map(({ line }) => line)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 102),
    );
    for (const address of [`/imports/${id}`, `/imports/${id}/problems?reason=1`, `/imports/${id}/changes`]) {
      expect(problemsOfPage((await openPage(hr, address)).text)).toEqual([]);
    }
  });

  test('changes are shown field by field, then made', async () => {
    const person = await account(app, tenant, { email: 'guy@elsewhere.com', employeeId: 'G1', grade: 'B2' });
    const { id } = importOf((await upload('employee_id,grade\nG1,C1\n', { mode: 'update' })).body);
    const { body } = await hr.get(`/imports/${id}/changes`).set('Accept', 'application/json');
    expect(body).toMatchObject({
      items: [
        { line: 2, personId: person.id, name: person.name, changes: [{ column: 'grade', from: 'B2', to: 'C1' }] },
      ],
    });
    expect((await openPage(hr, `/imports/${id}`)).text).toContain('Change 1 person');
    await submit(hr, `/imports/${id}/confirmation`);
    await app.container.imports.settled(id);
    expect((await tenant.run(() => app.container.people.byId(person.id))).grade).toBe('C1');
  });

  test('all or nothing is refused at the form, with the reason', async () => {
    const { id } = importOf((await upload([HEAD, row(500), row(501, 'Z9')].join('\n'))).body);
    const answer = await submit(hr, `/imports/${id}/confirmation`, { allOrNothing: 'true' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('1 row has mistakes, and all or nothing was chosen. Nothing was imported.');
    expect(problemsOfPage(answer.text)).toEqual([]);
  });

  test('given up, an import says so and can come again', async () => {
    const content = [HEAD, row(600)].join('\n');
    const { id } = importOf((await upload(content)).body);
    const answer = await submit(hr, `/imports/${id}/discard`);
    expect([answer.status, answer.headers['location']]).toEqual([303, '/hr/imports']);
    expect((await openPage(hr, `/imports/${id}`)).text).toContain('given up');
    expect((await hr.get(`/imports/${id}/failed-rows`)).status).toBe(404);
    expect(importOf((await upload(content)).body).id).not.toBe(id);
  });

  test('the empty file has every column and none of its hints is taken for a person', async () => {
    const template = await hr.get('/hr/imports/people/template');
    expect(template.headers['content-disposition']).toContain('people-template.csv');
    const found = importOf((await upload(template.text)).body);
    expect(found).toMatchObject({ valid: 0, invalid: 1, unknownColumns: [] });
  });

  test('whoever confirmed is told how far it is, live and without scripts', async () => {
    const lines = Array.from({ length: 300 }, (_, index) => row(index + 1000));
    const { id } = importOf((await upload([HEAD, ...lines].join('\n'))).body);
    await app.container.imports.settled(id);
    await hr.post(`/imports/${id}/confirmation`).send({});
    const { status } = importOf((await hr.get(`/imports/${id}`)).body);
    const page = await openPage(hr, `/imports/${id}`);
    if (status === 'running') expect(page.text).toMatch(/http-equiv="refresh" content="3"|are imported/);
    await app.container.imports.settled(id);
    const done = await openPage(hr, `/imports/${id}`);
    expect(done.text).toContain('300 people are imported.');
    expect(done.text).not.toContain('http-equiv="refresh"');
    const events = await app.container.storage.connection.db
      ?.collection('events')
      .find({ 'subject.id': id, type: 'import.progressed' })
      .toArray();
    // Three chunks are checked at once, then written one by one, then given their superiors.
    expect(events).toHaveLength(7);
    for (const event of events ?? []) expect(event['data']).toMatchObject({ personId: administrator.id });
  });
});
