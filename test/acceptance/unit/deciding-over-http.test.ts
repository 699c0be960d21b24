import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account, BROWSER, formToken, signIn, submit, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast, type Role } from '../../support/cast.js';
import { raise, traces, type RequestBody } from '../../support/records.js';

const approval = { decision: 'approve', notes: 'Well done.' };

describe('deciding over HTTP', () => {
  let app: TestApp;
  let cast: Cast;
  let manager: Agent;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
    manager = await cast.as('manager');
  });
  afterAll(() => app.close());

  const decide = (agent: Agent, id: string, body: Record<string, string> = approval, unit = 'pm') =>
    agent.post(`/${unit}/requests/${id}/decision`).send(body);
  const entriesOf = (request: RequestBody) =>
    app.container.storage.connection
      .collection('entries')
      .find({ sourceKey: `request:${request.id}` })
      .toArray();

  test('22: one entry dated by the event; beneficiary told, dp live; without notes 422', async () => {
    const request = await raise(cast, 'pm', { eventDate: '2025-11-05' });
    const before = await traces(app);
    for (const body of [
      { decision: 'approve' },
      { decision: 'approve', notes: ' ' },
      { notes: 'Well done.' },
      { decision: 'maybe', notes: 'x' },
    ]) {
      expect((await decide(manager, request.id, body as Record<string, string>)).status).toBe(422);
    }
    expect(await traces(app)).toEqual(before);

    const decided = await decide(manager, request.id);
    expect(decided.status).toBe(200);
    expect(decided.body).toMatchObject({
      request: {
        id: request.id,
        status: 'approved',
        decisionNotes: 'Well done.',
        decidedBy: { id: cast.people.manager.id },
      },
    });
    expect(await entriesOf(request)).toMatchObject([
      { points: request.points, effectiveDate: '2025-11-05', quarter: '2025-Q3' },
    ]);

    await app.settle();
    const employee = await cast.as('employee');
    const { body } = await employee.get('/employee/notifications');
    expect(
      (body as { items: { type: string }[] }).items.filter(({ type }) => type === 'request_approved'),
    ).toHaveLength(1);
    // The delivery partner hears of it live, and gets no message.
    const [event] = (await cast.tenant.run(() => app.container.audit.ofSubject(request.id))).slice(-1);
    if (event === undefined) throw new Error('the decision is not on record');
    const hint = await cast.tenant.run(() => app.container.notifications.live.hint(event));
    expect(hint?.onlookerIds).toContain(cast.people.dp.id);
    const partner = await (await cast.as('dp')).get('/employee/notifications');
    expect((partner.body as { items: unknown[] }).items).toEqual([]);
  });

  test('22: as a form: the page says what is missing and keeps what was typed, then leads back to the queue', async () => {
    const request = await raise(cast);
    const path = `/pm/requests/${request.id}/decision`;
    const refused = await submit(manager, path, { decision: 'approve', notes: '' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Give a reason');
    const decided = await submit(manager, path, { decision: 'reject', notes: 'Not <b>this</b> quarter.' });
    expect(decided.status).toBe(303);
    expect(decided.headers['location']).toMatch(/^\/pm\/requests/);
    const queue = await manager.get(String(decided.headers['location'])).set('Accept', BROWSER);
    expect(queue.text).toContain('Rejected:');
    const employee = await cast.as('employee');
    const own = await employee.get(`/employee/requests/${request.id}`).set('Accept', BROWSER);
    expect(own.text).toContain('Not &lt;b&gt;this&lt;/b&gt; quarter.');
    const again = await submit(manager, path, { decision: 'approve', notes: 'Still here?' });
    expect(again.status).toBe(409);
    expect(again.text).toContain('already');
  });

  test('24: what is decided or withdrawn stays so, and the answer names the state', async () => {
    const employee = await cast.as('employee');
    const withdraw = (id: string) => employee.post(`/employee/requests/${id}/withdrawal`).send({});
    const approved = await raise(cast);
    await decide(manager, approved.id);
    const withdrawn = await raise(cast);
    expect((await withdraw(withdrawn.id)).body).toMatchObject({ request: { status: 'withdrawn' } });
    const before = await traces(app);
    for (const answer of [
      await decide(manager, approved.id, { decision: 'reject', notes: 'Changed my mind.' }),
      await withdraw(approved.id),
      await decide(manager, withdrawn.id),
      await withdraw(withdrawn.id),
    ]) {
      expect({ status: answer.status, body: answer.body as unknown }).toMatchObject({
        status: 409,
        body: { code: 'request.already_decided' },
      });
    }
    expect((await decide(manager, approved.id)).body).toMatchObject({
      detail: expect.stringContaining(cast.people.manager.name) as string,
    });
    expect(await traces(app)).toEqual(before);
    expect(await entriesOf(withdrawn)).toEqual([]);
  });

  test('25: another team, another unit, another route: 403 or 404, also for the evidence and the person', async () => {
    const request = await raise(cast, 'pm');
    const marketing = await raise(cast, 'marketing');
    const before = await traces(app);
    const attempts: readonly [Role, string, string, number][] = [
      ['otherManager', 'pm', request.id, 404],
      ['hrValidator', 'pm', request.id, 403],
      ['hrAdmin', 'pm', request.id, 403],
      ['central', 'pm', request.id, 403],
      ['colleague', 'pm', request.id, 403],
      // A request of one unit does not exist at another's address.
      ['marketing', 'marketing', request.id, 404],
      ['manager', 'pm', marketing.id, 404],
      ['marketingOther', 'marketing', marketing.id, 404],
    ];
    for (const [role, unit, id, status] of attempts) {
      const agent = await cast.as(role);
      expect({ role, status: (await agent.get(`/${unit}/requests/${id}`)).status }).toEqual({ role, status });
      expect({ role, status: (await decide(agent, id, approval, unit)).status }).toEqual({ role, status });
    }
    const other = await cast.as('otherManager');
    expect((await other.get(`/central/employees/${cast.people.employee.id}`)).status).toBe(403);
    expect((await other.get(`/employee/requests/${request.id}`)).status).toBe(404);
    // Nor the person among the own people, nor the evidence.
    expect((await other.get(`/pm/employees/${cast.people.employee.id}`)).status).toBe(404);
    const [file] = (await (await cast.as('marketing')).get(`/marketing/requests/${marketing.id}`)).body.request
      .attachments as { id: string }[];
    for (const role of ['otherManager', 'manager', 'marketingOther', 'colleague'] as const) {
      const answer = await (await cast.as(role)).get(`/attachments/${file?.id ?? ''}`);
      expect({ role, status: answer.status }).toEqual({ role, status: 404 });
    }
    for (const list of [
      '/pm/requests?status=all&size=100',
      `/pm/requests?status=all&person=${cast.people.employee.id}`,
    ]) {
      expect((await other.get(list)).body).toMatchObject({ items: [], page: { total: 0 } });
    }
    expect((await other.get('/pm/dashboard')).body).toMatchObject({ counts: { pending: 0 }, oldest: [], points: 0 });
    expect(await traces(app)).toEqual(before);
  });

  test('26: a manager’s own request is decided by the manager above, not by oneself', async () => {
    const proposer = await account(app, cast.tenant, {
      grade: 'D1',
      grants: ['pm'],
      managerId: cast.people.manager.id,
    });
    const agent = await signIn(app, proposer);
    const raised = await agent
      .post('/employee/raise-request')
      .send({ categoryCode: 'initiative_ai', eventDate: '2025-11-10', notes: 'Did it.' });
    const { id } = (raised.body as { request: RequestBody }).request;
    expect((await decide(agent, id)).status).toBe(403);
    expect((await decide(manager, id)).status).toBe(200);
  });

  test('27: 15 selected, 2 already decided: 13 done, 2 reported; the page says it in words', async () => {
    const requests: RequestBody[] = [];
    for (let count = 0; count < 15; count += 1) requests.push(await raise(cast));
    const ids = requests.map(({ id }) => id);
    for (const id of ids.slice(0, 2)) await decide(manager, id);
    const answer = await submit(manager, '/pm/bulk-approve', { ids, notes: 'All good.' });
    expect(answer.status).toBe(303);
    const queue = await manager.get(String(answer.headers['location'])).set('Accept', BROWSER);
    expect(queue.text).toContain('13 approved, 2 were already decided.');

    const again = await manager.post('/pm/bulk-reject').send({ ids, notes: 'Too late.' });
    const { done, failed } = again.body as { done: string[]; failed: { id: string; code: string; detail: string }[] };
    expect(done).toEqual([]);
    expect(failed.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(new Set(failed.map(({ code }) => code))).toEqual(new Set(['request.already_decided']));
    for (const request of requests) expect(await entriesOf(request)).toHaveLength(1);
    await app.settle();
    const employee = await cast.as('employee');
    const { body } = await employee.get('/employee/notifications?size=100');
    const summaries = (body as { items: { type: string; text: string }[] }).items.filter(
      ({ type }) => type === 'requests_decided',
    );
    expect(summaries).toHaveLength(1);
    expect(summaries[0]?.text).toContain('13');
  });

  test('bulk: others’ and unknown ids fail one by one, more than 100 and none at all as a whole', async () => {
    const own = await raise(cast);
    const marketing = await raise(cast, 'marketing');
    const unknown = '0123456789abcdef01234567';
    const mixed = await manager
      .post('/pm/bulk-approve')
      .send({ ids: [own.id, marketing.id, unknown, own.id], notes: 'All.' });
    expect(mixed.body).toMatchObject({ done: [own.id], failed: [{ id: marketing.id }, { id: unknown }] });
    const ids = Array.from({ length: 101 }, () => unknown);
    for (const bad of [
      { ids, notes: 'x' },
      { ids: [], notes: 'x' },
      { ids: ['../x'], notes: 'x' },
      { ids: [own.id], notes: '' },
      { ids: { $ne: null }, notes: 'x' },
    ]) {
      expect((await manager.post('/pm/bulk-approve').send(bad)).status).toBe(422);
    }
  });

  test('a form without the session’s token, or from another site, decides nothing', async () => {
    const request = await raise(cast);
    const path = `/pm/requests/${request.id}/decision`;
    const form = () => manager.post(path).set('Accept', BROWSER).type('form');
    const before = await traces(app);
    const token = await formToken(manager);
    const attempts = [
      await form().send(approval),
      await form().send({ ...approval, _csrf: 'guess' }),
      await form().send({ ...approval, _csrf: await formToken(await cast.as('employee')) }),
      await form()
        .set('Origin', 'https://evil.example')
        .send({ ...approval, _csrf: token }),
      await form()
        .set('Sec-Fetch-Site', 'cross-site')
        .send({ ...approval, _csrf: token }),
      await form()
        .set('Sec-Fetch-Site', 'same-site')
        .send({ ...approval, _csrf: token }),
      await form()
        .set('Origin', 'null')
        .send({ ...approval, _csrf: token }),
      await manager.post(path).type('text/plain').send(JSON.stringify(approval)),
      await manager.post(path).set('Origin', 'https://evil.example').send(approval),
    ];
    for (const answer of attempts) expect([403, 415]).toContain(answer.status);
    expect(await traces(app)).toEqual(before);
    const honest = await form()
      .set('Origin', app.url)
      .send({ ...approval, _csrf: token });
    expect(honest.status).toBe(303);
  });
});
