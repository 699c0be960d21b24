import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { account, openPage, signIn, submit, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { raise, upload, type RequestBody } from '../../support/records.js';

interface Tracked extends RequestBody {
  readonly orphaned: boolean;
  readonly remindedAt: string | null;
  readonly person: { readonly name: string; readonly location: string };
}
interface TrackedList {
  readonly items: readonly Tracked[];
  readonly page: { readonly total: number };
  readonly summary: Readonly<Record<string, unknown>>;
}

describe('the pending tracker over HTTP', () => {
  let app: TestApp;
  let cast: Cast;
  let hr: Agent;

  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
    hr = await cast.as('hrAdmin');
  });
  afterAll(() => app.close());

  const list = async (query = ''): Promise<TrackedList> => {
    const answer = await hr.get(`/hr/pending-tracker${query}`);
    expect(answer.status).toBe(200);
    return answer.body as TrackedList;
  };
  const idsOf = async (query: string) => (await list(query)).items.map(({ id }) => id);
  const messagesOf = async (agent: Agent) => {
    await app.settle();
    const { body } = await agent.get('/employee/notifications');
    return (body as { items: { text: string; href: string | null }[] }).items;
  };

  it('shows what waits in every unit, narrowed by unit, category, person, place, source, decider, day and status', async () => {
    const inPm = await raise(cast, 'pm');
    const inTa = await raise(cast, 'ta');
    expect(await idsOf('')).toEqual([inPm.id, inTa.id]);
    expect(await idsOf('?sort=-raised')).toEqual([inTa.id, inPm.id]);
    expect(await idsOf('?unit=ta')).toEqual([inTa.id]);
    expect(await idsOf('?category=initiative_ai')).toEqual([inPm.id]);
    expect(await idsOf(`?decider=${cast.people.ta.id}`)).toEqual([inTa.id]);
    expect(await idsOf(`?person=${cast.people.employee.id}&location=India&source=raised`)).toHaveLength(2);
    for (const none of [
      `person=${cast.people.colleague.id}`,
      'location=UK',
      'source=proposed',
      'status=orphaned',
      'status=overdue',
      'status=escalated',
      'status=approved',
      'q=Nobody.*',
      'from=2025-11-13',
      'to=2025-11-11',
    ]) {
      expect(await idsOf(`?${none}`)).toEqual([]);
    }
    expect(await idsOf('?from=2025-11-12&to=2025-11-12')).toHaveLength(2);
    expect((await list('?size=1&page=2')).items.map(({ id }) => id)).toEqual([inTa.id]);
    expect((await list('?unit=pm')).summary).toMatchObject({ pending: 1, points: 250, orphaned: 0, overdue: 0 });
    for (const wrong of ['status=lost', 'unit=sales', 'decider=me', 'from=2025-02-30', 'sort=name']) {
      expect((await hr.get(`/hr/pending-tracker?${wrong}`)).status).toBe(422);
    }
    const page = await openPage(hr, '/hr/pending-tracker');
    expect(page.text).toContain(cast.people.ta.name);
  });

  it('opens any request with its evidence, and decides none', async () => {
    const manager = await cast.as('manager');
    const request = await raise(cast, 'pm', { attachmentIds: [await upload(await cast.as('employee'))] });
    const { body } = await hr.get(`/hr/pending-tracker/${request.id}`);
    const { attachments, canDecide } = (body as { request: { attachments: { id: string }[]; canDecide: boolean } })
      .request;
    expect(canDecide).toBe(false);
    expect((await hr.get(`/attachments/${attachments[0]?.id ?? ''}`)).status).toBe(200);
    expect(
      (await hr.post(`/pm/requests/${request.id}/decision`).send({ decision: 'approve', notes: 'x' })).status,
    ).toBe(403);
    expect((await manager.get(`/hr/pending-tracker/${request.id}`)).status).toBe(403);
  });

  it('hands one over with a form; both deciders are told and the history says it', async () => {
    const request = await raise(cast, 'pm');
    const { manager, otherManager, employee } = cast.people;
    const address = `/hr/requests/${request.id}/reassignment`;
    const refused = await submit(hr, address, { toId: employee.id, reason: 'Is on leave.' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('does not decide for this unit');
    expect(refused.text).toContain('value="Is on leave."');
    expect((await submit(hr, address, { toId: otherManager.id, reason: ' ' })).text).toContain('Give a reason');

    const done = await submit(hr, address, { toId: otherManager.id, reason: 'Is on leave.' });
    expect([done.status, done.headers['location']]).toEqual([303, `/hr/pending-tracker/${request.id}`]);
    const page = await openPage(hr, `/hr/pending-tracker/${request.id}`);
    expect(page.text).toContain(`Given to ${otherManager.name}`);
    expect(page.text).toContain('Is on leave.');
    const own = await openPage(await cast.as('employee'), `/employee/requests/${request.id}`);
    expect(own.text).toContain(`Given to ${otherManager.name}`);
    expect(own.text).not.toContain('Is on leave.');

    const about = `Initiative (AI adoption), 250 points, for ${employee.name}.`;
    expect((await messagesOf(await cast.as('otherManager')))[0]).toMatchObject({
      text: `${cast.people.hrAdmin.name} handed a request to you that waited for ${manager.name}: ${about}`,
      href: `/pm/requests/${request.id}`,
    });
    expect((await messagesOf(await cast.as('manager')))[0]?.text).toBe(
      `${cast.people.hrAdmin.name} handed a request that waited for you to ${otherManager.name}: ${about}`,
    );
    const again = await hr.post(address).send({ toId: otherManager.id, reason: 'Again.' });
    expect(again.status).toBe(409);
    expect((await (await cast.as('otherManager')).get(`/pm/requests/${request.id}`)).status).toBe(200);
  });

  it('hands many over and reminds of many, each on its own merits, and says what happened', async () => {
    const requests = [await raise(cast, 'pm'), await raise(cast, 'pm'), await raise(cast, 'ta')];
    const ids = requests.map(({ id }) => id);
    const reminded = await submit(hr, '/hr/pending-tracker/reminder?unit=pm', { ids, toId: '', reason: '' });
    expect([reminded.status, reminded.headers['location']]).toEqual([303, '/hr/pending-tracker?unit=pm']);
    const flash = await openPage(hr, '/hr/pending-tracker?unit=pm');
    expect(flash.text).toContain('3 reminded.');
    expect((await messagesOf(await cast.as('manager')))[0]?.text).toMatch(
      /^2 requests wait for your decision, the oldest of them Initiative \(AI adoption\) of .* asks you to decide\.$/,
    );
    const second = await hr.post(`/hr/requests/${ids[0] ?? ''}/reminder`).send({});
    expect(second.status).toBe(409);
    expect((second.body as { code: string }).code).toBe('request.reminded_today');

    const moved = await hr
      .post('/hr/pending-tracker/reassignment')
      .send({ ids, toId: cast.people.otherManager.id, reason: 'Too much at once.' });
    expect(moved.body).toMatchObject({
      done: ids.slice(0, 2),
      failed: [{ id: ids[2], code: 'request.decider_not_allowed' }],
    });
    expect((await messagesOf(await cast.as('otherManager')))[0]?.text).toBe(
      `${cast.people.hrAdmin.name} handed 2 requests to you that waited for ${cast.people.manager.name}.`,
    );
    const none = await submit(hr, '/hr/pending-tracker/reassignment', {
      toId: cast.people.ta.id,
      reason: 'Kept words',
    });
    expect(none.status).toBe(422);
    expect(none.text).toContain('Choose at least one.');
    expect(none.text).toContain('Kept words');
    expect((await hr.post('/hr/pending-tracker/reminder').send({ ids, points: 1 })).status).toBe(422);
  });

  it('gives what the filter means as a file, with texts that no spreadsheet runs, and records who took it', async () => {
    const { tenant } = cast;
    const formula = await account(app, tenant, {
      name: '=1+1',
      managerId: cast.people.manager.id,
      email: `formula@${tenant.organization.slug}.com`,
    });
    const { raise: raiseRequest } = app.container.requests;
    await tenant.run(async () =>
      raiseRequest(await tenant.actor(formula), {
        categoryCode: 'initiative_ai',
        eventDate: '2025-11-10',
        notes: 'x',
        quantity: 1,
        attachmentIds: [],
        acknowledgeDuplicate: true,
      }),
    );
    const answer = await hr.post('/hr/pending-tracker/export').send({ person: formula.id });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-disposition']).toMatch(
      /filename="requests_pending_[0-9a-f]{24}_2025\d{4}-\d{6}\.csv"/,
    );
    const lines = answer.text.trim().split('\r\n');
    expect(lines[0]).toMatch(/^\ufeff?request_id,status,source/);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain("'=1+1");
    const events = await tenant.run(() =>
      app.container.audit.list({ types: ['export.taken'] }, { number: 1, size: 1 }),
    );
    expect(events.items[0]).toMatchObject({
      actor: { id: cast.people.hrAdmin.id },
      data: { rows: 1, what: 'pending requests' },
    });
    expect((await (await cast.as('manager')).post('/hr/pending-tracker/export').send({})).status).toBe(403);
  });

  it('30: lists what waits for somebody who has left, and a validator of the unit takes it over', async () => {
    const { tenant } = cast;
    const leaving = await account(app, tenant, {
      grade: 'C2',
      grants: ['ta_va'],
      exitDate: '2025-11-12',
      email: `leaving@${tenant.organization.slug}.com`,
    });
    const request = await raise(cast, 'ta', { approverId: leaving.id });
    expect(await idsOf('?status=orphaned')).toEqual([]);
    // Past midnight in Kolkata, where everybody has to sign in again.
    app.clock.set('2025-11-12T18:31:00Z');
    hr = await signIn(app, cast.people.hrAdmin);
    expect(await idsOf('?status=orphaned')).toEqual([request.id]);
    const page = await openPage(hr, `/hr/pending-tracker/${request.id}`);
    expect(page.text).toContain('cannot decide this any more');

    const ta = await signIn(app, cast.people.ta);
    const shown = await openPage(ta, `/ta/requests/${request.id}`);
    expect(shown.text).toContain(`action="/ta/requests/${request.id}/takeover"`);
    expect((await submit(ta, `/ta/requests/${request.id}/takeover`, { reason: '' })).status).toBe(422);
    const taken = await submit(ta, `/ta/requests/${request.id}/takeover`, { reason: 'The colleague has left.' });
    expect([taken.status, taken.headers['location']]).toEqual([303, `/ta/requests/${request.id}`]);
    const after = await openPage(ta, `/ta/requests/${request.id}`);
    expect(after.text).toContain(`Taken over by ${cast.people.ta.name}`);
    const other = await signIn(app, cast.people.taOther);
    expect((await other.post(`/ta/requests/${request.id}/takeover`).send({ reason: 'Me too.' })).status).toBe(409);
    expect(
      (await ta.post(`/ta/requests/${request.id}/decision`).send({ decision: 'approve', notes: 'x' })).status,
    ).toBe(200);
    expect((await hr.post(`/pm/requests/${request.id}/takeover`).send({})).status).toBe(404);
  });
});
