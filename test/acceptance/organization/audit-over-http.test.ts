import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anonymous, openPage, PASSWORD, submit, type Agent, type Answer } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { fillCompany } from '../../support/busy-company.js';
import { createCast, type Cast } from '../../support/cast.js';
import { createRecords } from '../../support/sample-records.js';
import { problemsOfPage } from '../../support/valid-html.js';

interface Listed {
  readonly id: string;
  readonly type: string;
  readonly what: string;
  readonly actor: { readonly id: string | null; readonly name: string };
  readonly subject: { readonly type: string; readonly id: string };
  readonly address: string | null;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

interface AuditBody {
  readonly items: readonly Listed[];
  readonly page: { readonly total: number | null; readonly older: string | null; readonly newer: string | null };
  readonly candidates: readonly { readonly id: string; readonly name: string }[];
}

let app: TestApp;
let cast: Cast;
let hr: Agent;

beforeAll(async () => {
  app = await openTestApp();
  cast = await createCast(app);
  hr = await cast.as('hrAdmin');
  await fillCompany(app, cast, await createRecords(app, cast));
});
afterAll(() => app.close());

const bodyOf = (answer: Answer) => answer.body as AuditBody;
const look = async (query = '') => bodyOf(await hr.get(`/hr/audit?${query}`).set('Accept', 'application/json'));

async function everything(query = ''): Promise<Listed[]> {
  const found: Listed[] = [];
  let older: string | null = '';
  while (older !== null) {
    const { items, page } = await look(`${query}&size=100&older=${older}`);
    found.push(...items);
    ({ older } = page);
  }
  return found;
}

describe('the audit over HTTP', () => {
  it('shows every state change with what was before and after, in words, newest first', async () => {
    const events = await everything();
    expect(events.map(({ id }) => id)).toEqual(
      events
        .map(({ id }) => id)
        .sort()
        .reverse(),
    );
    expect(new Set(events.map(({ type }) => type)).size).toBeGreaterThan(10);
    for (const { type, what, before, after } of events) {
      expect({ type, what }).not.toMatchObject({ what: expect.stringMatching(/undefined|\{\w|\[object/) as unknown });
      if (CHANGES.test(type))
        expect({ type, before, after }).toMatchObject({
          before: expect.anything() as unknown,
          after: expect.anything() as unknown,
        });
      if (CREATIONS.test(type)) expect({ type, after }).toMatchObject({ after: expect.anything() as unknown });
    }
  });

  it.each<[string, () => string, (event: Listed) => boolean]>([
    ['a kind', () => 'what=request', ({ subject }) => subject.type === 'request'],
    ['a type', () => 'what=request.approved', ({ type }) => type === 'request.approved'],
    [
      'who, by employee id',
      () => `who=${cast.people.manager.employeeId}`,
      ({ actor }) => actor.id === cast.people.manager.id,
    ],
    ['who, by address', () => `who=${cast.people.manager.email}`, ({ actor }) => actor.id === cast.people.manager.id],
    ['a person', () => `about=${cast.people.employee.id}`, ({ subject }) => subject.id === cast.people.employee.id],
    [
      'all of it',
      () => `what=request.approved&who=${cast.people.manager.id}&from=2025-11-12&to=2025-11-12`,
      ({ type, actor }) => type === 'request.approved' && actor.id === cast.people.manager.id,
    ],
  ])('filters by %s', async (_name, query, isMeant) => {
    const all = await everything();
    const found = await everything(query());
    expect(found.length).toBeGreaterThan(0);
    expect(found.map(({ id }) => id)).toEqual(all.filter(isMeant).map(({ id }) => id));
  });

  it('takes days by the clock of the organization', async () => {
    // It is 11:30 in Kolkata on 12 November.
    expect((await look('from=2025-11-12&to=2025-11-12')).items.length).toBeGreaterThan(0);
    expect((await look('to=2025-11-11')).items).toEqual([]);
    expect((await look('from=2025-11-13')).items).toEqual([]);
  });

  it('asks who is meant where several are, and says where nobody is', async () => {
    await cast.tenant.person({ name: 'Gigi Matthew' });
    const only = await look('about=gigi');
    expect(only.items.map(({ type }) => type)).toEqual(['person.registered']);
    await cast.tenant.person({ name: 'Gigi Matthew', exitDate: '2025-01-01' });
    await cast.tenant.person({ name: 'Gigi Matthew' });
    const several = await look('who=gigi');
    expect(several.items).toEqual([]);
    expect(several.candidates.map(({ name }) => name).sort()).toEqual(['Gigi Matthew', 'Gigi Matthew']);
    const page = await openPage(hr, '/hr/audit?who=gigi');
    expect(page.text).toContain('Several people are meant');
    expect(problemsOfPage(page.text)).toEqual([]);
    const nobody = await openPage(hr, '/hr/audit?who=zzz&what=person');
    expect(nobody.text).toContain('Nobody is called');
    expect(problemsOfPage(nobody.text)).toEqual([]);
  });

  it.each([
    '',
    'size=3',
    'what=request&size=2',
    'what=nothing.known',
    'what=request.approved&address=192.0.2.1',
    'about=0123456789abcdef01234567',
  ])('is a valid page: %s', async (query) => {
    const page = await openPage(hr, `/hr/audit?${query}`);
    expect(page.status).toBe(200);
    expect(problemsOfPage(page.text)).toEqual([]);
  });

  it.each([
    'older=x',
    'newer=../x',
    'from=2025-02-31',
    'from=2025-11-13&to=2025-11-12',
    'size=1e9',
    'what=a.b.c',
    'address=<script>',
    'who=%00',
  ])('refuses %s', async (query) => {
    expect((await hr.get(`/hr/audit?${query}`).set('Accept', 'application/json')).status).toBe(422);
  });

  it('shows nothing of another organization', async () => {
    const other = await createCast(app);
    const theirs = await other.as('hrAdmin');
    const own = new Set((await everything()).map(({ id }) => id));
    const found = bodyOf(await theirs.get('/hr/audit?size=100').set('Accept', 'application/json'));
    expect(found.items.length).toBeGreaterThan(0);
    expect(found.items.filter(({ id }) => own.has(id))).toEqual([]);
    const about = await theirs.get(`/hr/audit?about=${cast.people.employee.id}`).set('Accept', 'application/json');
    expect(bodyOf(about).items).toEqual([]);
    const who = await theirs.get(`/hr/audit?who=${cast.people.manager.email}`).set('Accept', 'application/json');
    expect(bodyOf(who)).toMatchObject({ items: [], candidates: [] });
    const [first] = await everything();
    const older = await theirs.get(`/hr/audit?older=${first?.id ?? ''}&size=100`).set('Accept', 'application/json');
    expect(bodyOf(older).items.filter(({ id }) => own.has(id))).toEqual([]);
  });

  it('is downloaded as the filter means it, with harmless cells, and that is in the audit', async () => {
    const evil = await cast.tenant.person({ name: '=1+1' });
    const answer = await submit(hr, '/hr/audit/export', { what: 'person.registered' });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-disposition']).toMatch(
      /attachment; filename="audit_person-registered_\d{8}-\d{6}\.csv"/,
    );
    expect(answer.text.startsWith('\uFEFFat,local_time,type,what,')).toBe(true);
    expect(answer.text).toContain(evil.id);
    for (const line of answer.text.split('\r\n').slice(1)) expect(line).not.toMatch(/(^|,)"?[=+@\t]/);
    const rows = answer.text.trimEnd().split('\r\n').length - 1;
    const [taken] = (await look('what=export.taken')).items;
    expect(taken).toMatchObject({
      actor: { id: cast.people.hrAdmin.id },
      after: { filters: { what: 'person.registered' } },
    });
    expect(taken?.what).toContain(String(rows));
    expect((await submit(hr, '/hr/audit/export', { who: 'zzz' })).status).toBe(422);
  });

  it('never says a password, a hash or a token', async () => {
    const page = await openPage(hr, '/hr/audit?size=100');
    const file = await submit(hr, '/hr/audit/export');
    for (const text of [page.text, file.text, JSON.stringify(await everything())]) {
      expect(text).not.toContain(PASSWORD);
      expect(text).not.toMatch(/\$2[aby]\$\d\d\$/);
    }
  });
});

describe('refused sign-ins', () => {
  const refused = async () => {
    await app.container.people.access.recordRefusals();
    return everything('what=session.refused');
  };
  const tryAs = (email: string, password = 'wrong') => anonymous(app).post('/auth/login').send({ email, password });

  it('of known people are in the audit with their address, soon after and not before the answer', async () => {
    const before = (await refused()).length;
    const { employee } = cast.people;
    expect((await tryAs(employee.email)).status).toBe(401);
    expect((await tryAs(employee.email)).status).toBe(401);
    expect(await everything('what=session.refused')).toHaveLength(before);
    const [event, ...others] = await refused();
    expect(others).toHaveLength(before);
    expect(event).toMatchObject({
      subject: { id: employee.id },
      address: expect.stringContaining('127.0.0.1') as unknown,
    });
    expect(event?.what).toBe(`A sign-in as ${employee.name} was refused: wrong password`);
  });

  it('of unknown addresses leave nothing', async () => {
    const before = (await refused()).length;
    expect((await tryAs('nobody@adventure-works.com')).status).toBe(401);
    expect(await refused()).toHaveLength(before);
  });

  it('say when the password was right and the account is not', async () => {
    const { colleague } = cast.people;
    await cast.tenant.run(() => app.container.people.deactivate(cast.tenant.system, colleague.id, 'Left'));
    expect((await tryAs(colleague.email, PASSWORD)).status).toBe(401);
    expect((await refused())[0]?.what).toContain('deactivated');
  });
});

/** Types that change something that was there. */
const CHANGES =
  /^(settings\.changed|list\.changed|person\.(edited|deactivated|reactivated|grants_changed|reassigned|preferences_changed)|category\.(revised|status_changed)|request\.(approved|rejected|withdrawn|reassigned))$/;
/** Types that bring something about. */
const CREATIONS = /^(organization\.created|person\.registered|category\.created|request\.(raised|proposed))$/;
