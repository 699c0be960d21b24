import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { account, BROWSER, formToken, openPage, signIn, submit, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { startMailServer } from '../../support/mail-server.js';
import { problemsOfPage } from '../../support/valid-html.js';

interface ImportBody {
  readonly id: string;
  readonly status: string;
  readonly valid: number;
  readonly invalid: number;
  readonly unknownColumns: readonly string[];
  readonly planned: { readonly points: number };
}

let server: Awaited<ReturnType<typeof startMailServer>>;
let app: TestApp;
let cast: Cast;
let updater: Agent;

beforeAll(async () => {
  server = await startMailServer();
  app = await openTestApp({ smtpUrl: server.url });
  cast = await createCast(app);
  updater = await cast.as('taUpdater');
});
afterAll(async () => {
  await app.close();
  await server.stop();
});

const importOf = (body: unknown) => (body as { import: ImportBody }).import;
const upload = async (agent: Agent, address: string, lines: readonly string[], fields: Record<string, string> = {}) => {
  let request = agent.post(address).set('Accept', 'application/json');
  for (const [name, value] of Object.entries(fields)) request = request.field(name, value);
  return request.attach('file', Buffer.from(lines.join('\n')), 'file.csv');
};

describe('28: proposals by CSV', () => {
  it('28: proposals by CSV, 20 rows, validators 12 / 8: 20 pending, exactly 2 mails saying 12 and 8; extra columns such as points are named and change nothing', async () => {
    const { employee, ta, taOther } = cast.people;
    const row = (number: number) => {
      const validator = number <= 12 ? ta : taOther;
      const day = String(number).padStart(2, '0');
      return `${employee.employeeId},${validator.employeeId},2025-10-${day},interviews,${(number % 3) + 1},Round ${number},9000,approved`;
    };
    const lines = Array.from({ length: 20 }, (_, place) => row(place + 1));
    const header = 'employee_id,validator_employee_id,event_date,category_code,quantity,notes,points,status';
    const answer = await upload(updater, '/ta/imports/proposals', [header, ...lines]);
    expect(answer.status).toBe(202);
    const checked = importOf(answer.body);
    const total = 100 * lines.reduce((sum, _line, place) => sum + ((place + 1) % 3) + 1, 0);
    expect(checked).toMatchObject({ valid: 20, unknownColumns: ['points', 'status'], planned: { points: total } });

    const page = await openPage(updater, `/imports/${checked.id}`);
    expect(problemsOfPage(page.text)).toEqual([]);
    expect(page.text).toContain('These columns are not used: points, status');
    const words = page.text.replace(/\s+/g, ' ');
    expect(words).toContain(`20 requests, ${total.toLocaleString('en-IN')} points in all.`);
    expect(words).toContain(`12 for ${ta.name} to decide`);
    expect(words).toContain(`8 for ${taOther.name} to decide`);
    expect(words.split('<main')[1]).not.toMatch(/people/i);

    await submit(updater, `/imports/${checked.id}/confirmation`);
    await submit(updater, `/imports/${checked.id}/confirmation`);
    await app.container.imports.settled(checked.id);
    const validator = await cast.as('ta');
    const queue = await validator.get('/ta/requests?status=pending&size=100').set('Accept', 'application/json');
    const items = (queue.body as { items: { points: number; status: string }[] }).items;
    expect(items).toHaveLength(20);
    expect(items.reduce((sum, { points }) => sum + points, 0)).toBe(total);

    await app.settle();
    await app.container.mailer.drain();
    const told = server.mails.map(({ to, subject }) => [to?.[0]?.address, subject]).sort();
    expect(told).toEqual(
      [
        [ta.email, `${cast.people.taUpdater.name} proposed 12 requests for you to decide`],
        [taOther.email, `${cast.people.taUpdater.name} proposed 8 requests for you to decide`],
      ].sort(),
    );
    const done = await openPage(updater, `/imports/${checked.id}`);
    expect(done.text).toContain('20 requests are proposed');
    expect(problemsOfPage(done.text)).toEqual([]);
  });
});

describe('files of units over HTTP', () => {
  it('show what was wrong by reason and row, keep the choice of a refused form, and work without scripts', async () => {
    const empty = await submit(updater, '/ta/imports/proposals', { acknowledgeDuplicates: 'true' });
    expect(empty.status).toBe(422);
    expect(empty.text).toContain('Choose a CSV file.');
    expect(empty.text).toMatch(/name="acknowledgeDuplicates"[^>]* checked/);
    expect(problemsOfPage(empty.text)).toEqual([]);
    const sent = await updater
      .post('/ta/imports/proposals')
      .set('Accept', BROWSER)
      .field('_csrf', await formToken(updater))
      .attach(
        'file',
        Buffer.from('employee_id,validator_employee_id,event_date,category_code,notes\nX,Y,soon,Z,\nX,Y,,Z,'),
        'wrong.csv',
      );
    expect(sent.status).toBe(303);
    const address = String(sent.headers['location']);
    const page = await openPage(updater, address);
    expect(page.text).toContain('Nobody has this employee id.');
    expect(page.text).toContain('No row of this file can be imported');
    expect(problemsOfPage(page.text)).toEqual([]);
    for (const each of [`${address}/problems?reason=1`, '/ta/imports', '/ta/imports/proposals', '/hr/imports'])
      expect(
        problemsOfPage((await openPage(each === '/hr/imports' ? await cast.as('hrAdmin') : updater, each)).text),
      ).toEqual([]);
    const looking = await openPage(await cast.as('hrAdmin'), address);
    expect(looking.text).toContain('alone can go on with it');
    expect(looking.text).not.toContain('failed-rows');
    expect(problemsOfPage(looking.text)).toEqual([]);
    for (const role of ['employee', 'ldUpdater', 'ta', 'central'] as const) {
      const other = await cast.as(role);
      for (const path of [address, `${address}/failed-rows`, `${address}/problems`])
        expect([role, path, (await other.get(path)).status]).toEqual([role, path, 404]);
      expect((await other.post(`${address}/discard`).send({})).status).toBe(404);
    }
    const elsewhere = await app.tenant();
    const stranger = await signIn(
      app,
      await account(app, elsewhere, { email: 'up@elsewhere.com', grants: ['ta_up', 'hr'] }),
    );
    expect((await stranger.get(address)).status).toBe(404);
    const given = await submit(updater, `${address}/discard`);
    expect([given.status, given.headers['location']]).toEqual([303, '/ta/imports']);
  });

  it('of any kind are taken at one address, the unit’s main kind unless said', async () => {
    const pmo = await cast.as('pmoUpdater');
    const { employee, pmo: validator } = cast.people;
    const lines = [
      'employee_id,validator_employee_id,month,utilization,notes',
      `${employee.employeeId},${validator.employeeId},2025-10,88%,Sheets`,
    ];
    expect((await upload(pmo, '/pmo/imports', lines)).status).toBe(422);
    expect((await upload(pmo, '/pmo/imports', lines, { kind: 'awards' })).status).toBe(422);
    const { body } = await upload(pmo, '/pmo/imports', lines, { kind: 'utilization' });
    expect(importOf(body)).toMatchObject({ kind: 'utilization', unit: 'pmo', valid: 1 });
    const page = await openPage(pmo, `/imports/${importOf(body).id}`);
    expect(page.text).toContain('Propose 1 percentage');
    expect(problemsOfPage(page.text)).toEqual([]);
    const template = await pmo.get('/pmo/imports/utilization/template');
    expect(template.headers['content-disposition']).toContain('utilization-template.csv');
  });

  it('of awards count at once, and each person is told', async () => {
    const pm = await cast.as('manager');
    const { employee, colleague } = cast.people;
    const line = (employeeId: string) => `${employeeId},initiative_ai,Brought an assistant to the reviews.`;
    const { body } = await upload(pm, '/pm/imports/awards', [
      'employee_id,category_code,notes',
      ...[employee, colleague].map(({ employeeId }) => line(employeeId)),
      line(cast.people.ta.employeeId),
    ]);
    const { id } = importOf(body);
    const page = await openPage(pm, `/imports/${id}`);
    expect(page.text.replace(/\s+/g, ' ')).toContain('2 awards, 500 points in all.');
    expect(page.text).toContain('There is no such person in your team.');
    server.mails.length = 0;
    await submit(pm, `/imports/${id}/confirmation`);
    await app.container.imports.settled(id);
    await app.settle();
    await app.container.mailer.drain();
    expect(server.mails.map(({ to }) => to?.[0]?.address).sort()).toEqual([colleague.email, employee.email].sort());
    expect((await openPage(pm, `/imports/${id}`)).text).toContain('2 awards are granted, 500 points in all.');
  });
});
