import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage, submit, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { newCategory } from '../../support/points.js';
import { problemsOfPage } from '../../support/valid-html.js';

interface ImportBody {
  readonly id: string;
  readonly status: string;
  readonly valid: number;
  readonly invalid: number;
  readonly unknownColumns: readonly string[];
  readonly errors: readonly { readonly line: number; readonly column: string; readonly message: string }[];
  readonly planned: { readonly points: number };
  readonly written: { readonly points: number };
}

const ADDRESS = '/central/batch';
const HEADER = 'employee_id,category_code,quantity,notes,points';

let app: TestApp;
let cast: Cast;
let central: Agent;
let counted: string;

beforeAll(async () => {
  app = await openTestApp();
  cast = await createCast(app);
  central = await cast.as('central');
  counted = await newCategory(cast, { unit: 'ld', counted: 'true', baseValue: '30', name: 'Lectures' });
});
afterAll(() => app.close());

const upload = async (agent: Agent, lines: readonly string[]) => {
  const answer = await agent
    .post(ADDRESS)
    .set('Accept', 'application/json')
    .attach('file', Buffer.from(lines.join('\n')), 'awards.csv');
  expect(answer.status, answer.text).toBe(202);
  return (answer.body as { import: ImportBody }).import;
};
const entriesOf = (personId: string) =>
  cast.tenant.run(async () => {
    const { items } = await app.container.ledger.history({ personIds: [personId] }, { number: 1, size: 50 });
    return items.map(({ categoryCode, unit, points, reason }) => [categoryCode, unit, points, reason]);
  });

describe('awards by file of central', () => {
  it('grants in categories of every unit, whose points they stay, once whatever is sent again', async () => {
    const { employee, colleague, central: self } = cast.people;
    const lines = [
      HEADER,
      `${employee.employeeId},initiative_ai,,Accelerator,9999`,
      `${employee.employeeId},market_impact,,Fair in Pune,9999`,
      `${employee.employeeId},${counted.toUpperCase()},3,Three evenings,9999`,
      `${colleague.employeeId},initiative_ai,2,Two of something that is not counted,1`,
      `${colleague.employeeId},${counted},0,None,1`,
      `${colleague.employeeId},interviews,,Not an award category,1`,
      `${colleague.employeeId},bonus,,Computed,1`,
      `${self.employeeId},market_impact,,For myself,1`,
      `nobody,market_impact,,Unknown,1`,
      `${colleague.employeeId},market_impact,,,1`,
    ];
    const checked = await upload(central, lines);
    expect(checked).toMatchObject({ status: 'checked', valid: 3, invalid: 7, unknownColumns: ['points'] });
    expect(checked.planned.points).toBe(250 + 200 + 90);
    expect(checked.errors.map(({ line, column }) => `${line} ${column}`)).toEqual([
      '5 quantity',
      '6 quantity',
      '7 category_code',
      '8 category_code',
      '9 employee_id',
      '10 employee_id',
      '11 notes',
    ]);
    expect(await entriesOf(employee.id)).toEqual([]);
    const page = await openPage(central, `/imports/${checked.id}`);
    expect(problemsOfPage(page.text)).toEqual([]);
    expect(page.text).toContain('href="/central/batch/files"');
    const failed = await central.get(`/imports/${checked.id}/failed-rows`);
    expect(failed.text).toContain('For myself');
    expect(failed.text).not.toContain('Fair in Pune');

    // Clicked twice, and sent again afterwards.
    await submit(central, `/imports/${checked.id}/confirmation`);
    await submit(central, `/imports/${checked.id}/confirmation`);
    await app.container.imports.settled(checked.id);
    expect(await upload(central, lines)).toMatchObject({ id: checked.id, status: 'completed' });
    const granted = [
      [counted, 'ld', 90, 'Three evenings'],
      ['initiative_ai', 'pm', 250, 'Accelerator'],
      ['market_impact', 'marketing', 200, 'Fair in Pune'],
    ];
    expect((await entriesOf(employee.id)).sort()).toEqual(granted.sort());
    // The same awards with one more line: those of before are recognised as what they are.
    const more = await upload(central, [...lines.slice(0, 4), `${colleague.employeeId},feedback,,Told us,`]);
    expect(more).toMatchObject({ valid: 1, invalid: 3 });

    await app.settle();
    const { body } = await (await cast.as('employee')).get('/employee/notifications');
    expect((body as { items: { type: string }[] }).items.map(({ type }) => type)).toEqual(['award', 'award', 'award']);
  });

  it('shows the categories of every unit, its template and the files of before; refuses a form without a file', async () => {
    const page = await openPage(central, ADDRESS);
    expect(problemsOfPage(page.text)).toEqual([]);
    for (const word of ['initiative_ai', 'market_impact', 'feedback', 'Marketing', 'awards.csv']) {
      expect(page.text).toContain(word);
    }
    expect(page.text).not.toContain('Your team');
    expect(problemsOfPage((await openPage(central, `${ADDRESS}/files`)).text)).toEqual([]);
    const template = await central.get(`${ADDRESS}/template`);
    expect(template.text.replace('\ufeff', '')).toMatch(/^employee_id,category_code,quantity,event_date,notes/);
    const refused = await submit(central, ADDRESS);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Choose a CSV file.');
  });

  it('is nobody else’s: an approver keeps to the own unit, a file of central stays its uploader’s', async () => {
    const checked = await upload(central, [HEADER, `${cast.people.dp.employeeId},feedback,,Kind words,`]);
    for (const role of ['manager', 'employee', 'marketing'] as const) {
      const agent = await cast.as(role);
      expect((await agent.post(ADDRESS).attach('file', Buffer.from(HEADER), 'a.csv')).status).toBe(403);
      expect((await agent.get(`/imports/${checked.id}`)).status).toBe(404);
    }
    const { employee } = cast.people;
    const answer = await (
      await cast.as('manager')
    )
      .post('/pm/imports/awards')
      .set('Accept', 'application/json')
      .attach(
        'file',
        Buffer.from(`employee_id,category_code,notes\n${employee.employeeId},market_impact,Not ours`),
        'a.csv',
      );
    expect((answer.body as { import: ImportBody }).import).toMatchObject({ valid: 0, invalid: 1 });
  });
});
