import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../../../src/modules/people/index.js';
import { account, openPage, signIn, submit, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast, type Role } from '../../support/cast.js';
import { hiddenFields } from '../../support/page-forms.js';
import { raise, traces } from '../../support/records.js';

interface Percentage {
  readonly id: string;
  readonly status: string;
  readonly points: number;
  readonly utilization: { readonly month: string; readonly basisPoints: number };
}

type Stored = Pick<Percentage, 'status' | 'utilization'> & { readonly _id: string };

interface Month {
  readonly month: string;
  readonly state: string;
  readonly percent: number | null;
  readonly request: { id: string; decider: { name: string } } | null;
}

interface Months {
  readonly quarter: string;
  readonly month: string;
  readonly missing: number;
  readonly page: { readonly total: number };
  readonly items: readonly {
    id: string;
    months: readonly Month[];
    average: number | null;
    recorded: number;
    of: number;
  }[];
}

describe('utilization over HTTP', () => {
  let app: TestApp;
  let cast: Cast;
  let updater: Agent;
  let validator: Agent;
  /** Somebody of whom nothing is known yet. */
  let person: Person;
  beforeAll(async () => {
    app = await openTestApp();
    await anew();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    person = await cast.tenant.person();
  });

  /** A company in which nothing was proposed yet. */
  async function anew(): Promise<void> {
    cast = await createCast(app);
    updater = await cast.as('pmoUpdater');
    validator = await cast.as('pmo');
  }

  /** Somebody else of PMO; addresses are of their own, since a sign-in looks across organizations. */
  const pmoPerson = async (name: string, grants: readonly string[]) =>
    signIn(app, await account(app, cast.tenant, { email: `${name}@${cast.tenant.organization.slug}.com`, grants }));

  const body = (changes: object = {}) => ({
    personId: person.id,
    month: '2025-10',
    utilization: '80',
    notes: 'Time sheets of the month.',
    validatorId: cast.people.pmo.id,
    ...changes,
  });
  const propose = (changes: object = {}, agent = updater) => agent.post('/pmo/utilization').send(body(changes));
  async function proposed(changes: object = {}): Promise<Percentage> {
    const answer = await propose(changes);
    expect(answer.status, answer.text).toBe(201);
    return (answer.body as { request: Percentage }).request;
  }
  const decide = (id: string, decision = 'approve', agent = validator) =>
    agent.post(`/pmo/requests/${id}/decision`).send({ decision, notes: 'Checked.' });
  const correct = (id: string, utilization = '88', agent = validator) =>
    agent.post(`/pmo/requests/${id}/utilization`).send({ utilization, reason: 'Two days were forgotten.' });
  async function get<T>(role: Role, path: string): Promise<T> {
    const answer = await (await cast.as(role)).get(path);
    expect(answer.status, `${path}: ${answer.text.slice(0, 200)}`).toBe(200);
    return answer.body as T;
  }

  it('39: 88, 88%, 0.88: 88.0 %, 0 points. 1%: 1.0 %. 101, -1 refused. Second record of the month refused by form', async () => {
    person = cast.people.employee;
    const read: [string, unknown, number][] = [
      ['2025-07', 88, 8800],
      ['2025-08', '88%', 8800],
      ['2025-09', '0.88', 8800],
      ['2025-10', '1%', 100],
    ];
    for (const [month, utilization, basisPoints] of read) {
      const request = await proposed({ month, utilization });
      expect(request).toMatchObject({ points: 0, utilization: { month, basisPoints } });
      expect((await decide(request.id)).status).toBe(200);
    }
    const summary = await get<{ regular: number; utilization: { months: { month: string; percent: number }[] } }>(
      'employee',
      '/employee/points-summary',
    );
    expect(summary.regular).toBe(0);
    expect(summary.utilization.months).toMatchObject([{ month: '2025-10', percent: 1 }, { percent: null }, {}]);

    await proposed({ month: '2025-11' });
    const before = await traces(app);
    const refused: [object, string, string][] = [
      [{ month: '2025-06', utilization: '101' }, 'utilization', 'utilization.unreadable'],
      [{ month: '2025-06', utilization: '-1' }, 'utilization', 'utilization.unreadable'],
      [{ month: '2025-06', utilization: [5] }, 'utilization', 'input.invalid'],
      [{ month: '2025-06', utilization: true }, 'utilization', 'input.invalid'],
      [{ month: '2025-12' }, 'month', 'request.event_in_future'],
      [{ month: '2024-10' }, 'month', 'request.event_too_old'],
      [{ month: '2025-13' }, 'month', 'input.invalid'],
      [{ month: '2025-06', points: 100 }, 'points', 'input.invalid'],
      [{ month: '2025-06', validatorId: cast.people.ta.id }, 'validatorId', 'request.validator_not_allowed'],
      [{ month: '2025-06', personId: cast.people.pmo.id }, 'validatorId', 'request.other_eyes'],
      [{ month: '2025-06', personId: cast.people.pmoUpdater.id }, 'personId', 'request.other_eyes'],
      [{ month: '2025-10' }, 'month', 'utilization.already_recorded'],
      [{ month: '2025-11' }, 'month', 'utilization.already_recorded'],
    ];
    for (const [changes, path, code] of refused) {
      expect((await propose(changes)).body, JSON.stringify(changes)).toMatchObject({
        status: 422,
        code,
        errors: [{ path }],
      });
    }
    expect(await traces(app)).toEqual(before);
    const { name } = cast.people.pmo;
    expect((await propose({ month: '2025-10' })).body).toMatchObject({
      detail: `Utilization of Oct 2025 is recorded already: 1.0 %, approved by ${name}.`,
    });
    const form = { ...body({ month: '2025-11' }), person: cast.people.employee.employeeId, personId: undefined };
    const page = await submit(
      updater,
      '/pmo/utilization/preview',
      JSON.parse(JSON.stringify(form)) as typeof form & Record<string, string>,
    );
    expect(page.status).toBe(422);
    expect(page.text).toContain(`Utilization of Nov 2025 is waiting for ${name} already (80.0 %).`);
    expect(page.text).toContain('Open the one that is there');
    expect(page.text).toContain('Time sheets of the month.');
    for (const stranger of ['employee', 'pmo', 'taUpdater', 'hrAdmin'] as const) {
      expect((await propose({ month: '2025-06' }, await cast.as(stranger))).status).toBe(403);
    }
  });

  it('reviews how it is read and what is known of the quarter, then proposes once, however often it is sent', async () => {
    const { pmo } = cast.people;
    await decide((await proposed()).id);
    const form = (await openPage(updater, '/pmo/utilization/new')).text;
    expect(form).toContain(`<option value="${pmo.id}">`);
    expect(form).not.toContain(`${cast.people.ta.name  }</option>`);
    const review = await submit(updater, '/pmo/utilization/preview', {
      person: person.employeeId,
      month: '2025-11',
      utilization: '0.9',
      notes: 'Time sheets.',
      validatorId: pmo.id,
    });
    expect(review.status).toBe(200);
    expect(review.text).toContain('0.9 is read as 90.0%');
    expect(review.text).toContain('Now: 80.0%, 1 of 3 months recorded');
    expect(review.text).toContain('Once approved: 85.0%, 2 of 3 months recorded');
    const fields = hiddenFields(review.text, '/pmo/utilization');
    const answers = await Promise.all([1, 2, 3].map(() => submit(updater, '/pmo/utilization', fields)));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    const { items } = await get<Months>('pmoUpdater', `/pmo/utilization?q=${person.employeeId}`);
    expect(items).toMatchObject([
      {
        id: person.id,
        average: 80,
        recorded: 1,
        of: 3,
        months: [
          { month: '2025-10', state: 'recorded', percent: 80 },
          { month: '2025-11', state: 'pending', percent: 90, request: { decider: { name: pmo.name } } },
          { month: '2025-12', state: 'later', percent: null },
        ],
      },
    ]);
  });

  it('shows the months of everybody, a page at a time, and whose are missing', async () => {
    await anew();
    const { employee, colleague } = cast.people;
    person = employee;
    const newcomer = await account(app, cast.tenant, { joiningDate: '2025-11-03' });
    const everybody = (await get<Months>('pmo', '/pmo/utilization')).page.total;
    const october = '/pmo/utilization?month=2025-10';
    expect(await get<Months>('pmo', october)).toMatchObject({ quarter: '2025-Q3', missing: everybody - 1 });
    await decide((await proposed()).id);
    await proposed({ personId: colleague.id });
    const rejected = await proposed({ personId: cast.people.manager.id });
    await decide(rejected.id, 'reject');

    const missing = await get<Months>('pmo', `${october}&missing=true&size=100`);
    expect([missing.missing, missing.page.total, missing.items.length]).toEqual([
      everybody - 3,
      everybody - 3,
      everybody - 3,
    ]);
    const ids = missing.items.map(({ id }) => id);
    expect([employee.id, colleague.id, newcomer.id].filter((id) => ids.includes(id))).toEqual([]);
    expect(ids).toContain(cast.people.manager.id);
    expect((await get<Months>('pmo', '/pmo/utilization?month=2025-11')).missing).toBe(everybody);
    expect(await get<Months>('pmo', `${october}&department=Sales`)).toMatchObject({ missing: 0, page: { total: 1 } });
    expect((await get<Months>('pmo', '/pmo/utilization?quarter=2025-Q2')).month).toBe('2025-09');
    expect((await get<Months>('pmo', `${october}&size=5&page=2`)).items).toHaveLength(5);
    const states = (await get<Months>('pmo', `${october}&q=${newcomer.employeeId}`)).items[0]?.months;
    expect(states?.map(({ state }) => state)).toEqual(['before', 'missing', 'later']);

    const page = (await openPage(updater, `${october}&missing=true`)).text;
    expect(page).toContain(`${everybody - 3} people have no percentage for Oct 2025`);
    expect(page).toContain(
      `/pmo/utilization/new?personId=${cast.people.manager.id}&month=2025-10`.replace('&', '&amp;'),
    );
    const one = (await openPage(validator, `/pmo/utilization/${cast.people.manager.id}`)).text;
    expect(one).toContain('Rejected');
    expect(await get('pmo', `/pmo/utilization/${employee.id}?year=2025`)).toMatchObject({
      year: 2025,
      years: [2025],
      quarters: [{}, { period: '2025-Q3', average: 80, recorded: 1 }, { average: null }, {}],
      requests: [
        { status: 'approved', proposer: { id: cast.people.pmoUpdater.id }, decidedBy: { id: cast.people.pmo.id } },
      ],
    });
    const otherApp = await createCast(app);
    expect((await (await otherApp.as('pmo')).get(`/pmo/utilization/${employee.id}`)).status).toBe(404);
  });

  it('is corrected by who decides it, before the decision only: both values kept, the proposer told', async () => {
    const { pmo, pmoUpdater } = cast.people;
    const { connection } = app.container.storage;
    const request = await proposed();
    const proposer = await pmoPerson('both', ['pmo_up', 'pmo_va']);
    const own = (await propose({ month: '2025-09' }, proposer)).body as { request: Percentage };
    const points = await raise(cast, 'pmo');
    const refused: [string, PromiseLike<{ body: unknown }>, number, string][] = [
      ['another validator', correct(request.id, '88', await cast.as('pmoOther')), 403, 'request.not_assigned'],
      ['the proposer', correct(own.request.id, '88', proposer), 403, 'request.other_eyes'],
      ['the updater', correct(request.id, '88', updater), 403, 'access.forbidden'],
      ['another unit', correct(request.id, '88', await cast.as('ta')), 403, 'access.forbidden'],
      ['101', correct(request.id, '101'), 422, 'utilization.unreadable'],
      ['the same', correct(request.id, '0.8'), 422, 'utilization.unchanged'],
      [
        'no reason',
        validator.post(`/pmo/requests/${request.id}/utilization`).send({ utilization: '88' }),
        422,
        'input.invalid',
      ],
      ['points', correct(points.id), 409, 'request.no_utilization'],
      ['nothing', correct('0123456789abcdef01234567'), 404, 'request.not_found'],
    ];
    for (const [what, sent, status, code] of refused) {
      expect((await sent).body, what).toMatchObject({ status, code });
    }

    const form = await openPage(validator, `/pmo/requests/${request.id}`);
    expect(form.text).toContain('Correct the percentage');
    const wrong = await submit(validator, `/pmo/requests/${request.id}/utilization`, {
      utilization: '880',
      reason: 'So.',
    });
    expect([wrong.status, wrong.text.includes('value="880"')]).toEqual([422, true]);
    expect((await correct(request.id)).body).toMatchObject({
      request: { status: 'pending', utilization: { basisPoints: 8800 } },
    });
    await app.settle();
    expect((await openPage(updater, '/employee/notifications')).text).toContain(
      `${pmo.name} changed the request for ${person.name}: Utilization.`,
    );
    const mail = await connection.collection('mails').findOne({ 'to.address': pmoUpdater.email, text: /forgotten/ });
    expect(mail).not.toBeNull();
    const page = (await openPage(validator, `/pmo/requests/${request.id}`)).text;
    expect(page).toContain('Was 80.0%, corrected to 88.0%');
    expect(page).toContain('Two days were forgotten.');
    const event = await connection.collection('events').findOne({ type: 'request.revised', 'subject.id': request.id });
    expect(event).toMatchObject({
      actor: { id: pmo.id },
      data: { fields: ['utilization'], reason: 'Two days were forgotten.', proposerId: pmoUpdater.id },
      before: { utilization: 8000 },
      after: { utilization: 8800 },
    });
    const told = await connection.collection('notifications').countDocuments({ personId: person.id });
    expect(told).toBe(0);

    expect((await decide(request.id)).status).toBe(200);
    expect((await correct(request.id, '70')).body).toMatchObject({ status: 409, code: 'request.already_decided' });
    const { items } = await get<Months>('pmo', `/pmo/utilization?month=2025-10&q=${person.employeeId}`);
    expect(items[0]?.months[0]).toMatchObject({ state: 'recorded', percent: 88 });
  });

  it('is changed or withdrawn by its proposer while it waits; another validator is told, the former one too', async () => {
    const { pmo, pmoOther } = cast.people;
    const request = await proposed();
    const revise = (changes: object = {}, agent = updater) =>
      agent.post(`/pmo/requests/${request.id}/utilization/revision`).send({
        ...{ utilization: '85', notes: 'Corrected time sheets.', validatorId: pmo.id },
        ...changes,
      });
    expect((await revise({ month: '2025-09' })).status).toBe(422);
    const changed = await revise();
    expect(changed.body).toMatchObject({
      request: { notes: 'Corrected time sheets.', utilization: { month: '2025-10', basisPoints: 8500 } },
    });
    expect((await revise({ validatorId: pmoOther.id })).body).toMatchObject({
      request: { approver: { id: pmoOther.id } },
    });
    await app.settle();
    expect((await openPage(validator, '/employee/notifications')).text).toContain(pmoOther.name);
    expect((await decide(request.id)).status).toBe(403);
    const own = (await openPage(updater, `/pmo/requests/${request.id}`)).text;
    expect(own).toContain('Your proposal');
    expect(own).toContain('value="85%"');
    expect(own).not.toContain('Correct the percentage');

    const other = await pmoPerson('other', ['pmo_up']);
    expect((await revise({}, other)).status).toBe(404);
    expect((await other.post(`/pmo/requests/${request.id}/utilization/withdrawal`).send({})).status).toBe(404);
    const withdrawn = await submit(updater, `/pmo/requests/${request.id}/utilization/withdrawal`);
    expect([withdrawn.status, withdrawn.headers['location']]).toEqual([303, `/pmo/utilization/${person.id}`]);
    expect((await revise()).body).toMatchObject({ status: 409, code: 'request.already_decided' });
    expect((await proposed()).status).toBe('pending');
  });

  it('corrected, changed and decided at once: what is recorded is what the request says', async () => {
    for (const round of [1, 2, 3, 4]) {
      const { id } = await proposed({ month: `2025-0${round + 4}` });
      const answers = await Promise.all([
        ...['81', '82', '83'].map((percent) => correct(id, percent)),
        updater
          .post(`/pmo/requests/${id}/utilization/revision`)
          .send({ utilization: '84', notes: 'Anew.', validatorId: cast.people.pmo.id }),
        decide(id),
        decide(id, 'reject'),
        correct(id, '85'),
      ]);
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status !== 200 && status !== 409)).toEqual([]);
      expect([answers[4], answers[5]].map((answer) => answer?.status).sort()).toEqual([200, 409]);
      const { connection } = app.container.storage;
      const stored = await connection.collection<Stored>('requests').findOne({ _id: id });
      const record = await connection.collection('utilizations').findOne({ request: id });
      if (stored?.status === 'approved') {
        expect(record?.['basisPoints']).toBe(stored.utilization.basisPoints);
      } else expect(record).toBeNull();
    }
  });
});
