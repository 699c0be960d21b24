import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../../../src/modules/people/index.js';
import { account, openPage, PASSWORD, signIn, submit, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { raise, traces } from '../../support/records.js';
import { problemsOfPage } from '../../support/valid-html.js';

interface PersonBody {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly status: string;
  readonly revision: number;
  readonly manager: { readonly id: string; readonly name: string } | null;
  readonly grants: readonly { readonly unit: string; readonly duty: string }[];
}
interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

let app: TestApp;
let cast: Cast;
let hr: Agent;
let number = 0;
const YESTERDAY = '2025-11-11';

beforeAll(async () => {
  app = await openTestApp();
  cast = await createCast(app);
  hr = await cast.as('hrAdmin');
});
afterAll(() => app.close());

/** A registration that breaks no rule. */
function input(overrides: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  number += 1;
  return {
    name: 'Gigi Matthew',
    email: `gigi${number}@x.com`,
    employeeId: `E${number}`,
    ...{ grade: 'C1', department: 'IT', location: 'India', level: 'Senior', joiningDate: '2024-01-08' },
    ...overrides,
  };
}

const register = (overrides: Readonly<Record<string, unknown>> = {}) =>
  hr.post('/hr/register-employee').send(input(overrides));
const personOf = (answer: { readonly body: unknown }) => (answer.body as { person: PersonBody }).person;
const problem = (answer: { readonly body: unknown }) => answer.body as Problem;
const pathsOf = (answer: { readonly body: unknown }) => problem(answer).errors.map(({ path }) => path);
const stored = ({ id }: Pick<Person, 'id'>) => cast.tenant.run(() => app.container.people.byId(id));
const person = (overrides = {}) => cast.tenant.person(overrides);

describe('registering over HTTP', () => {
  it('8: refuses an address that differs in case, at the field, with what was typed kept', async () => {
    expect((await register({ email: 'A@x.com' })).status).toBe(201);
    const again = await register({ email: 'a@x.com' });
    expect(again.status).toBe(422);
    expect(problem(again)).toMatchObject({ code: 'person.email_taken', errors: [{ path: 'email' }] });
    const page = await submit(hr, '/hr/register-employee', input({ email: 'a@x.com', name: '<b>Gigi</b>' }) as never);
    expect(page.status).toBe(422);
    expect(page.text).toContain('value="&lt;b&gt;Gigi&lt;/b&gt;"');
    expect(page.text).toContain('href="#field-email"');
    expect(problemsOfPage(page.text)).toEqual([]);
  });

  it('8: of two registrations of E102 at once one succeeds, the other is told at the field', async () => {
    const answers = await Promise.all([register({ employeeId: 'E102' }), register({ employeeId: 'E102' })]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 422]);
    const refused = answers.find(({ status }) => status === 422);
    expect(pathsOf(refused ?? { body: {} })).toEqual(['employeeId']);
  });

  it('9: refuses a manager without pm, naming the field', async () => {
    const plain = await person();
    for (const manager of [plain.id, plain.email, plain.employeeId]) {
      const answer = await register({ manager });
      expect(answer.status).toBe(422);
      expect(problem(answer)).toMatchObject({ code: 'person.manager_without_duty', errors: [{ path: 'managerId' }] });
    }
    const page = await submit(hr, '/hr/register-employee', input({ manager: plain.employeeId }) as never);
    expect(page.text).toContain('href="#field-manager"');
  });

  it('takes the columns of people files, and mails an invitation where there is no password', async () => {
    const { manager } = cast.people;
    const answer = await hr.post('/hr/register-employee').send({
      ...{ name: 'Jae Pak', email: 'Jae.Pak@x.com', employee_id: 'E-JAE', grade: 'C2', department: 'Sales' },
      ...{ location: 'UK', level: 'Lead', manager: manager.email, grants: 'ta_up, ta_va', joining_date: '2024-02-29' },
    });
    expect(answer.status).toBe(201);
    expect(personOf(answer)).toMatchObject({
      email: 'jae.pak@x.com',
      status: 'active',
      manager: { id: manager.id, name: manager.name },
      grants: [
        { unit: 'ta', duty: 'updater' },
        { unit: 'ta', duty: 'validator' },
      ],
    });
    await app.settle();
    const { body } = await hr.get('/dev/mailbox');
    expect(JSON.stringify(body)).toContain('jae.pak@x.com');
  });

  it('with an initial password: it has to be changed first, and a bad one is told with the rest', async () => {
    const refused = await register({ password: 'password', grade: 'Z9' });
    expect(pathsOf(refused).toSorted()).toEqual(['grade', 'password']);
    expect(refused.text).not.toContain('"password":"');
    const answer = await register({ password: PASSWORD });
    const newcomer = await signIn(app, { email: personOf(answer).email });
    expect((await newcomer.get('/employee/dashboard')).status).toBe(403);
  });

  it('finds a manager by name, and lists the candidates where several have it', async () => {
    const one = await person({ name: 'Terri Duffy', grants: ['pm'], employeeId: 'TD-1' });
    await person({ name: 'Terri Duffy' });
    expect(personOf(await register({ manager: 'terri duffy' })).manager?.id).toBe(one.id);
    expect(personOf(await register({ manager: 'Terri Duffy (TD-1)' })).manager?.id).toBe(one.id);
    await person({ name: 'Terri Duffy', grants: ['pm'], employeeId: 'TD-2' });
    const unclear = await register({ manager: 'terri duffy' });
    expect(unclear.status).toBe(422);
    expect(problem(unclear).errors).toEqual([
      { path: 'manager', message: expect.stringMatching(/TD-1.*TD-2/) as string },
    ]);
    expect(pathsOf(await register({ manager: 'Nobody Atall', grade: 'Z9' }))).toEqual(['manager', 'grade']);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['another status', { status: 'deactivated' }, 'status'],
    ['another organization', { organizationId: '0123456789abcdef01234567' }, 'organizationId'],
    ['an operator', { email: { $gt: '' } }, 'email'],
    ['a list as name', { name: ['a', 'b'] }, 'name'],
    ['an unknown grant', { grants: ['root'] }, 'grants.0'],
    ['a grant of an unknown unit', { grants: [{ unit: 'root', duty: 'admin' }] }, 'grants.0'],
    ['a name of two lines', { name: 'Jae\nBcc: all' }, 'name'],
    ['a day that does not exist', { joiningDate: '2025-02-30' }, 'joiningDate'],
    ['an exit before the entry', { exitDate: '2024-01-07' }, 'exitDate'],
    ['a very long name', { name: 'x'.repeat(5000) }, 'name'],
  ])('refuses %s and stores nothing', async (_name, overrides, path) => {
    const before = await traces(app);
    const answer = await register(overrides);
    expect(answer.status).toBe(422);
    expect(pathsOf(answer)[0]).toContain(path);
    expect(await traces(app)).toEqual(before);
  });
});

describe('editing over HTTP', () => {
  it('changes what is given; a form that was filled in before somebody else saved is told who changed what', async () => {
    const { id, revision } = await person({ grants: [] });
    expect(personOf(await hr.post(`/hr/employees/${id}/edit`).send({ grade: 'C2', revision })).revision).toBe(1);
    const late = await hr.post(`/hr/employees/${id}/edit`).send({ grade: 'D1', revision });
    expect(late.status).toBe(409);
    expect(problem(late)).toMatchObject({ code: 'person.changed_meanwhile' });
    expect(problem(late).detail).toContain(`${cast.people.hrAdmin.name} changed grade`);
    const page = await submit(hr, `/hr/employees/${id}/edit`, { grade: 'D1', revision: '0' });
    expect(page.status).toBe(409);
    expect(page.text).toContain('name="revision" value="1"');
    expect(problemsOfPage(page.text)).toEqual([]);
    const saved = await submit(hr, `/hr/employees/${id}/edit`, { grade: 'D1', revision: '1', manager: '' });
    expect(saved.headers['location']).toBe(`/hr/employees/${id}`);
    expect((await stored({ id })).grade).toBe('D1');
  });

  it('clears a manager with an empty field and leaves one that is not named', async () => {
    const { id } = await person({ managerId: cast.people.manager.id });
    await hr.post(`/hr/employees/${id}/edit`).send({ phone: '1' });
    expect((await stored({ id })).managerId).toBe(cast.people.manager.id);
    await hr.post(`/hr/employees/${id}/edit`).send({ manager: null });
    expect((await stored({ id })).managerId).toBeNull();
  });

  it.each([
    ['grants', { grants: ['hr'] }],
    ['a status', { status: 'active' }],
    ['preferences', { preferences: {} }],
    ['an epoch', { epoch: 1 }],
  ])('does not take %s', async (_name, body) => {
    const { id } = cast.people.colleague;
    expect((await hr.post(`/hr/employees/${id}/edit`).send(body)).status).toBe(422);
  });

  it('tells in the history who changed what, from what to what, in words', async () => {
    const { id } = await person({ grade: 'B1' });
    await hr.post(`/hr/employees/${id}/edit`).send({ grade: 'C1', managerId: cast.people.manager.id });
    await hr.post(`/hr/employees/${id}/grants`).send({ grants: ['ta_va'] });
    const page = await openPage(hr, `/hr/employees/${id}`);
    expect(page.text).toContain('Grade: B1 → C1');
    expect(page.text).toContain(`Manager: nothing → ${cast.people.manager.name}`.replaceAll("'", '&#39;'));
    expect(page.text).toContain('Given: Talent acquisition: validator');
    const { body } = await hr.get(`/hr/employees/${id}`);
    expect((body as { history: { items: { type: string }[] } }).history.items.map(({ type }) => type)).toEqual([
      'person.grants_changed',
      'person.reassigned',
      'person.edited',
      'person.registered',
    ]);
  });

  it('does not let the last administrator give the grant away, leave or be deactivated', async () => {
    const { id } = cast.people.hrAdmin;
    for (const [path, body] of [
      ['grants', { grants: [] }],
      ['exit', { exitDate: YESTERDAY }],
      ['deactivation', { reason: 'Retires.' }],
    ] as const) {
      const answer = await hr.post(`/hr/employees/${id}/${path}`).send(body);
      expect(problem(answer)).toMatchObject({ code: 'person.last_administrator' });
    }
  });
});

describe('leaving and coming back over HTTP', () => {
  it('9: a manager with 4 reports: refused saying 4, the page asks who takes over, one step does both', async () => {
    const leaver = await person({ name: 'Roberto Tamburello', grants: ['pm'] });
    const successor = await person({ grants: ['pm'] });
    const reports = [];
    for (let each = 0; each < 4; each += 1) reports.push(await person({ managerId: leaver.id }));
    const address = `/hr/employees/${leaver.id}/deactivation`;
    const refused = await hr.post(address).send({ reason: 'Left.' });
    expect(refused.status).toBe(422);
    expect(problem(refused)).toMatchObject({ code: 'person.has_open_work', reports: 4 });
    expect(problem(refused).detail).toContain('4 people report to Roberto Tamburello');
    const form = await submit(hr, address, { reason: 'Left.' });
    expect(form.text).toContain('Say who takes over.');
    expect(problemsOfPage(form.text)).toEqual([]);
    const page = await openPage(hr, address);
    expect(page.text).toContain('4 reports get a new manager.');
    expect(page.text).toContain('name="reportsTo"');
    const wrong = await submit(hr, address, { reason: 'Left.', reportsTo: cast.people.employee.employeeId });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('does not hold PM');
    const done = await submit(hr, address, { reason: 'Left.', reportsTo: successor.employeeId });
    expect(done.status).toBe(303);
    expect((await stored(leaver)).status).toBe('deactivated');
    for (const report of reports) expect((await stored(report)).managerId).toBe(successor.id);
    expect((await hr.post(address).send({ reason: 'Again.' })).status).toBe(409);
  });

  it('30: an approver with 5 pending: refused saying 5, handed over in the same step', async () => {
    const decider = await account(app, cast.tenant, { grade: 'C2', grants: ['ta_va'] });
    for (let each = 0; each < 5; each += 1) await raise(cast, 'ta', { approverId: decider.id });
    const address = `/hr/employees/${decider.id}/deactivation`;
    const refused = await hr.post(address).send({ reason: 'Left.' });
    expect(problem(refused)).toMatchObject({ code: 'person.has_open_work', openItems: 5 });
    expect(problem(refused).detail).toContain('5 items wait');
    const unfit = await hr.post(address).send({ reason: 'Left.', items: { ta: cast.people.employee.id } });
    expect(unfit.status).toBe(422);
    expect(pathsOf(unfit)).toEqual(['items.ta']);
    expect((await stored(decider)).status).toBe('active');
    const device = await signIn(app, decider);
    const page = await openPage(hr, address);
    expect(page.text).toContain('5 items that wait for a decision go to somebody else.');
    expect(page.text).toContain('1 session ends at once.');
    const done = await submit(hr, address, { reason: 'Left.', 'items.ta': cast.people.ta.employeeId });
    expect(done.status).toBe(303);
    expect((await device.get('/employee/dashboard')).status).toBe(401);
    const { openItems } = await cast.tenant.run(() => app.container.people.openWork(cast.people.ta.id));
    expect(openItems).toBeGreaterThanOrEqual(5);
  });

  it('an exit date in the past ends the session at once, reactivation lets in again', async () => {
    const leaver = await account(app, cast.tenant);
    const device = await signIn(app, leaver);
    expect((await submit(hr, `/hr/employees/${leaver.id}/exit`, { exitDate: YESTERDAY })).status).toBe(303);
    expect((await device.get('/employee/dashboard')).status).toBe(401);
    expect((await openPage(hr, `/hr/employees/${leaver.id}`)).text).toContain('has passed');
    const empty = await submit(hr, `/hr/employees/${leaver.id}/reactivation`, { reason: '' });
    expect(empty.status).toBe(422);
    const back = await hr.post(`/hr/employees/${leaver.id}/reactivation`).send({ reason: 'Came back.' });
    expect(personOf(back)).toMatchObject({ status: 'active', exitDate: null });
    expect((await device.get('/employee/dashboard')).status).toBe(401);
    expect((await (await signIn(app, leaver)).get('/employee/dashboard')).status).toBe(200);
    expect((await hr.post(`/hr/employees/${leaver.id}/reactivation`).send({ reason: 'Again.' })).status).toBe(409);
  });

  it('ends one session of a person and leaves the others; never one of somebody else', async () => {
    const [somebody, other] = [await account(app, cast.tenant), await account(app, cast.tenant)];
    const [laptop, phone, foreign] = [
      await signIn(app, somebody),
      await signIn(app, somebody),
      await signIn(app, other),
    ];
    const sessionsOf = async ({ id }: Person) =>
      ((await hr.get(`/hr/employees/${id}`)).body as { sessions: { id: string; current: boolean }[] }).sessions;
    const [newest] = await sessionsOf(somebody);
    const [others] = await sessionsOf(other);
    const address = `/hr/employees/${somebody.id}/session-end`;
    expect((await submit(hr, address, { id: others?.id ?? '' })).status).toBe(404);
    expect((await foreign.get('/employee/dashboard')).status).toBe(200);
    const page = await openPage(hr, `/hr/employees/${somebody.id}`);
    expect(page.text.split(`value="${newest?.id ?? ''}"`)).toHaveLength(2);
    expect((await submit(hr, address, { id: newest?.id ?? '' })).status).toBe(303);
    const standing = [await laptop.get('/employee/dashboard'), await phone.get('/employee/dashboard')];
    expect(standing.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect(await sessionsOf(somebody)).toHaveLength(1);
    expect((await submit(hr, address, { id: newest?.id ?? '' })).status).toBe(404);
    expect((await sessionsOf(cast.people.hrAdmin)).filter(({ current }) => current)).toHaveLength(1);
  });

  it('sets an initial password and ends sessions; the password is in no answer and no event', async () => {
    const somebody = await account(app, cast.tenant);
    const device = await signIn(app, somebody);
    const secret = 'Quite-another-2026';
    expect((await submit(hr, `/hr/employees/${somebody.id}/sessions-end`)).status).toBe(303);
    expect((await device.get('/employee/dashboard')).status).toBe(401);
    const weak = await submit(hr, `/hr/employees/${somebody.id}/initial-password`, { password: 'short7!' });
    expect(weak.status).toBe(422);
    expect(weak.text).not.toContain('short7!');
    const set = await submit(hr, `/hr/employees/${somebody.id}/initial-password`, { password: secret });
    expect(set.status).toBe(303);
    const next = await signIn(app, somebody, secret);
    expect((await next.get('/employee/dashboard')).status).toBe(403);
    const events = await app.container.storage.connection.collection('events').find({}).toArray();
    expect(JSON.stringify(events)).not.toContain(secret);
  });

  it('reassigns selected reports, or all', async () => {
    const [from, to] = [await person({ grants: ['pm'] }), await person({ grants: ['pm'] })];
    const reports = [];
    for (let each = 0; each < 3; each += 1) reports.push(await person({ managerId: from.id }));
    const address = `/hr/employees/${from.id}/reports`;
    expect((await submit(hr, address, { role: 'manager', to: to.employeeId })).text).toContain('Select at least one');
    const first = await hr.post(address).send({ ids: [reports[0]?.id, cast.people.employee.id], to: to.id });
    expect(first.body).toEqual({ reassigned: 1 });
    const rest = await submit(hr, address, { role: 'manager', to: to.employeeId, all: 'true' });
    expect(rest.status).toBe(303);
    const { body } = await hr.get(`/hr/employees/${to.id}/reports`);
    expect((body as { page: { total: number } }).page.total).toBe(3);
    expect((await stored(cast.people.employee)).managerId).toBe(cast.people.manager.id);
  });
});

describe('the directory', () => {
  const list = async (query: string) =>
    (await hr.get(`/hr/employees?${query}`)).body as { items: PersonBody[]; page: { total: number } };

  it('finds by what stands in the address', async () => {
    const leaving = await person({
      name: 'Ovidiu Cracium',
      exitDate: '2026-01-31',
      level: 'Principal',
      location: 'UK',
    });
    const gone = await person({ name: 'Ovidiu Burnett', exitDate: YESTERDAY });
    const ids = async (query: string) => (await list(query)).items.map(({ id }) => id);
    expect(await ids('q=ovidiu')).toEqual([leaving.id]);
    expect(await ids('q=ovidiu&status=leaving')).toEqual([leaving.id]);
    expect(await ids('q=ovidiu&status=deactivated')).toEqual([gone.id]);
    expect(await ids('q=ovidiu&status=all&sort=-name')).toEqual([leaving.id, gone.id]);
    expect(await ids('q=ovidiu&level=Principal&location=UK')).toEqual([leaving.id]);
    expect(await ids('grant=central')).toEqual([cast.people.central.id]);
    expect(await ids(`dp=${cast.people.dp.id}&sort=-employeeId`)).toEqual(
      [cast.people.employee, cast.people.colleague]
        .toSorted((a, b) => (a.employeeId < b.employeeId ? 1 : -1))
        .map(({ id }) => id),
    );
    expect((await list('size=2&page=2')).items).toHaveLength(2);
    const page = await openPage(hr, '/hr/employees?q=ovidiu&level=Principal');
    expect(page.text).toContain('Remove filter Principal');
    expect((await openPage(hr, '/hr/employees?q=zzzz')).text).toContain('Nobody matches');
    for (const bad of ['sort=password', 'status=erased', 'grant=root', 'manager=x', 'size=0']) {
      expect((await hr.get(`/hr/employees?${bad}`)).status).toBe(422);
    }
  });

  it('gives exactly what is shown as a file, safe for spreadsheets, and records who took it', async () => {
    await person({ name: '=1+1', department: 'Finance', phone: '+49 30', grants: ['pm'] });
    await person({ name: 'Wanida Benshoof', department: 'Finance', managerId: cast.people.manager.id });
    await person({ name: 'Gone Already', department: 'Finance', exitDate: YESTERDAY });
    const answer = await submit(hr, '/hr/employees/export', { department: 'Finance', sort: '-name' });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-disposition']).toMatch(/people_Finance_active_-name_\d{8}-\d{6}\.csv/);
    const rows = parse<Record<string, string>>(answer.text, { columns: true, bom: true });
    const shown = (await list('department=Finance&sort=-name')).items;
    expect(rows.map(({ name }) => name?.replace(/^'/, ''))).toEqual(shown.map(({ name }) => name));
    expect(rows.at(-1)).toMatchObject({ name: "'=1+1", phone: "'+49 30", grants: 'pm', status: 'active' });
    expect(rows[0]).toMatchObject({ manager: cast.people.manager.employeeId });
    const taken = await app.container.storage.connection.collection('events').findOne({ type: 'export.taken' });
    expect(taken).toMatchObject({
      data: { rows: 2, what: 'people' },
      actor: { id: cast.people.hrAdmin.id },
      after: { filters: { department: 'Finance' } },
    });
  });

  it('asks an index of its own for every filter and order', async () => {
    const people = app.container.storage.connection.collection('people');
    const organization = cast.tenant.organization.id;
    const filters = ['department', 'grade', 'location', 'level', 'grants', 'manager', 'dp', 'searchWords'];
    const orders = ['department', 'grade', 'location', 'exitDate', 'employeeId', 'joiningDate', 'sortName'];
    for (const field of filters) {
      const plan = await people
        .find({ organization, [field]: 'x', status: 'active' })
        .sort({ sortName: 1, _id: 1 })
        .explain('queryPlanner');
      expect(JSON.stringify(plan)).toContain(`organization_1_${field}_1`);
    }
    for (const field of orders) {
      const plan = await people
        .find({ organization })
        .sort({ [field]: 1 })
        .explain('queryPlanner');
      expect(JSON.stringify(plan)).toContain(`organization_1_${field}_1`);
    }
  });

  it('shows nobody of another organization, in no list, and answers their ids 404', async () => {
    const other = await app.tenant();
    const foreign = await other.person({ name: 'Foreign Ovidiu', grants: ['pm'] });
    expect((await list('q=foreign&status=all')).page.total).toBe(0);
    const bodies = { edit: { phone: '1' }, grants: {}, deactivation: { reason: 'x' }, exit: {}, reports: { to: 'x' } };
    for (const [path, body] of Object.entries(bodies)) {
      expect((await hr.post(`/hr/employees/${foreign.id}/${path}`).send(body)).status).toBe(404);
    }
    for (const path of ['', '/edit', '/deactivation', '/reports']) {
      expect((await hr.get(`/hr/employees/${foreign.id}${path}`)).status).toBe(404);
    }
    const answer = await register({ managerId: foreign.id });
    expect(pathsOf(answer)).toEqual(['manager']);
    expect(answer.text).not.toContain('Foreign');
  });
});
