import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account, BROWSER, openPage, submit, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { readExport } from '../../support/export-file.js';
import { traces } from '../../support/records.js';
import type { Person } from '../../../src/modules/people/index.js';

const NASTY = ['=1+1', '+1', '-1', '@SUM(A1)'];
const WHOLE_YEAR = { format: 'csv', from: '2025-04-01', to: '2026-03-31' };

describe('acceptance 46: the export', () => {
  let app: TestApp;
  let cast: Cast;
  let central: Agent;
  let nasty: Person[];
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
    central = await cast.as('central');
    nasty = [];
    for (const [index, name] of NASTY.entries())
      nasty.push(await account(app, cast.tenant, { name, email: `nasty${index}@export.com` }));
    const { tenant, people } = cast;
    const credit = (personId: string, points: number, effectiveDate: string, reason: string) =>
      app.container.ledger.credit(tenant.system, {
        personId,
        kind: 'award',
        points,
        categoryCode: 'initiative_ai',
        unit: 'pm',
        effectiveDate,
        sourceKey: `award:${personId}:${effectiveDate}`,
        source: { type: 'award', id: personId },
        reason,
        basis: { value: points, quantity: 1, grade: 'C1', categoryVersion: 1 },
      });
    await tenant.run(async () => {
      for (const { id } of nasty) await credit(id, 100, '2025-05-05', '=HYPERLINK("http://evil.example")');
      await credit(people.employee.id, 250, '2025-11-03', 'Line one\nline "two"; three, four');
      const entry = await credit(people.colleague.id, 400, '2025-11-04', 'Ärger & Ehre 名誉');
      await app.container.ledger.adjust(tenant.system, { entryId: entry.id, points: 300, reason: 'Counted twice.' });
    });
  });
  afterAll(() => app.close());

  const take = (body: object) => central.post('/central/export').send(body);
  const rowsOf = (text: string) => readExport(text).rows;

  test('is CSV with BOM that reads back to the point, text as text', async () => {
    const answer = await take(WHOLE_YEAR);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toMatch(
      /^attachment; filename="points_2025-04-01_2026-03-31_\d{8}-\d{6}\.csv"$/,
    );
    expect(answer.headers['cache-control']).toBe('private, no-store');
    expect(answer.text.startsWith('\ufeff')).toBe(true);
    const rows = rowsOf(answer.text);
    expect(rows).toHaveLength(7);
    expect(
      rows
        .filter(({ points }) => points === '100')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(NASTY.map((name) => `'${name}`).sort());
    for (const row of rows) {
      for (const [column, cell] of Object.entries(row))
        if (column !== 'points') expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
    }
    expect(rows.find(({ points }) => points === '250')?.['reason']).toBe('Line one\nline "two"; three, four');
    expect(
      rows.filter(({ employee_id: id }) => id === cast.people.colleague.employeeId).map(({ points }) => Number(points)),
    ).toEqual([400, -100]);
    expect(answer.text).toContain('Ärger & Ehre 名誉');
  });

  test('follows range and filters, and says so in the file’s name', async () => {
    const spring = await take({ ...WHOLE_YEAR, to: '2025-06-30' });
    expect(rowsOf(spring.text)).toHaveLength(4);
    const sales = await take({ ...WHOLE_YEAR, filters: { department: 'Sales' } });
    expect(rowsOf(sales.text)).toHaveLength(2);
    expect(sales.headers['content-disposition']).toContain('_Sales_');
    const none = await take({ ...WHOLE_YEAR, filters: { unit: 'marketing', grade: 'A1' } });
    expect(none.status).toBe(200);
    expect(rowsOf(none.text)).toEqual([]);
    const forged = await take({ ...WHOLE_YEAR, filters: { grade: '"\r\nSet-Cookie: a=b' } });
    expect({ status: forged.status, cookie: forged.headers['set-cookie'] }).toEqual({ status: 422, cookie: undefined });
  });

  test('begins with time zone and filters; times and the name of the file are of that zone', async () => {
    const answer = await take({ ...WHOLE_YEAR, filters: { department: 'Sales' } });
    const { head, rows } = readExport(answer.text);
    expect(head.join('\n')).toContain('2025-04-01 to 2026-03-31, by effective date. Filters: department Sales.');
    expect(head.join('\n')).toContain('Times are those of Asia/Kolkata');
    const made = /_(\d{8})-(\d{6})\.csv"$/.exec(String(answer.headers['content-disposition']));
    const on = / on (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)\./.exec(head.join('\n'));
    expect(on?.slice(1).map((part) => part.replace(/[-:]/g, ''))).toEqual(made?.slice(1));
    const entries = app.container.storage.connection.collection('entries');
    for (const { entry_id: id, recorded_at: recorded = '' } of rows) {
      expect(recorded).toMatch(/T\d\d:\d\d:\d\d\+05:30$/);
      const { at } = (await entries.findOne({ _id: id as never })) as unknown as { at: Date };
      expect(Date.parse(recorded)).toBe(Math.floor(at.getTime() / 1000) * 1000);
    }
  });

  test('leaves its head out for whoever wants lines only, by form and by program', async () => {
    const page = await openPage(central, '/central/exports');
    expect(page.text).toMatch(/name="head" value="true" checked/);
    const days = { format: 'csv', from: '2025-11-01', to: '2025-11-30' };
    const whole = readExport((await take(days)).text);
    expect(whole.head.length).toBeGreaterThan(0);
    const chosen = await Promise.all([submit(central, '/central/export', { ...days, head: 'true' }), take(days)]);
    for (const { text } of chosen) expect(readExport(text)).toEqual(whole);
    for (const answer of [
      await submit(central, '/central/export', { ...days, head: 'false' }),
      await take({ ...days, head: false }),
    ]) {
      expect(answer.text.startsWith('\ufeffemployee_id,')).toBe(true);
      expect(readExport(answer.text)).toEqual({ head: [], rows: whole.rows });
    }
    const refused = await take({ ...days, head: 'perhaps' });
    expect({ status: refused.status, body: refused.body as unknown }).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'head' }] },
    });
    // The choice outlives a mistake elsewhere, a preset and a new export like an old one.
    const back = await submit(central, '/central/export', { ...days, to: '2025-10-01', head: 'false' });
    for (const { text } of [back, await openPage(central, '/central/exports?head=false')]) {
      expect(text).toMatch(/name="head" value="false" checked/);
      expect(text).toMatch(/class="chip" href="[^"]*head=false/);
    }
    const { items } = (await central.get('/central/exports')).body as { items: { id: string; head: boolean }[] };
    expect(items.slice(0, 2).map(({ head }) => head)).toEqual([false, false]);
    expect((await openPage(central, `/central/exports/${items[0]?.id}`)).text).toContain('head=false');
  });

  test('a range that ends before it starts, or is none, is refused at its field; the form comes back', async () => {
    const before = await traces(app);
    const backwards = await take({ ...WHOLE_YEAR, from: '2025-07-01', to: '2025-06-30' });
    expect({ status: backwards.status, body: backwards.body as unknown }).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'from' }] },
    });
    for (const [body, path] of [
      [{ ...WHOLE_YEAR, to: '2025-02-31' }, 'to'],
      [{ ...WHOLE_YEAR, format: 'exe' }, 'format'],
      [{ ...WHOLE_YEAR, points: 1 }, 'points'],
      [{ ...WHOLE_YEAR, filters: { $where: '1' } }, 'filters.$where'],
    ] as const) {
      const refused = await take(body);
      expect({ status: refused.status, body: refused.body as unknown }).toMatchObject({
        status: 422,
        body: { errors: [{ path }] },
      });
    }
    const page = await submit(central, '/central/export', { format: 'csv', from: '2025-07-01', to: '2025-06-30' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('value="2025-07-01"');
    expect(page.text).toContain('The first day is after the last one.');
    expect(await traces(app)).toEqual(before);
  });

  test('without the right 403, and nothing is taken', async () => {
    const before = await traces(app);
    for (const role of ['employee', 'manager', 'hrAdmin', 'dp'] as const) {
      expect((await (await cast.as(role)).post('/central/export').send(WHOLE_YEAR)).status).toBe(403);
    }
    expect(await traces(app)).toEqual(before);
  });

  test('who took what is on record', async () => {
    const events = app.container.storage.connection.collection('events');
    const before = await events.countDocuments({ type: 'export.taken' });
    const form = await submit(central, '/central/export', { format: 'csv', from: '2025-11-01', to: '2025-11-30' });
    expect(form.status).toBe(200);
    expect(form.headers['content-type']).toContain('text/csv');
    const taken = await events.find({ type: 'export.taken' }).sort({ at: 1, _id: 1 }).toArray();
    expect(taken).toHaveLength(before + 1);
    expect(taken.slice(before)).toMatchObject([
      { actor: { id: cast.people.central.id }, data: { format: 'csv', from: '2025-11-01', to: '2025-11-30', rows: 3 } },
    ]);
  });

  test('knows one organization only', async () => {
    const other = await createCast(app);
    const theirs = await (await other.as('central')).post('/central/export').set('Accept', BROWSER).send(WHOLE_YEAR);
    expect(rowsOf(theirs.text)).toEqual([]);
  });
});
