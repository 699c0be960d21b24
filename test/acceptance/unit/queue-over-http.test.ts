import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER, openPage, submit, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast } from '../../support/cast.js';
import { pdf, raise, upload, type RequestBody } from '../../support/records.js';

interface Listed {
  readonly items: readonly {
    readonly id: string;
    readonly canDecide: boolean;
    readonly evidenceSeen: boolean;
    readonly limit: { readonly used: number; readonly max: number } | null;
  }[];
  readonly page: { readonly total: number };
  readonly counts: Readonly<Record<'waiting' | 'pending' | 'decided' | 'decidedByMe' | 'all', number>>;
}

interface Detail {
  readonly duplicates: readonly { readonly id: string }[];
  readonly sameEvidence: readonly { readonly requestId: string }[];
  readonly limit: object | null;
  readonly worth: object;
  readonly quarter: { readonly period: string; readonly before: number; readonly after: number };
}

interface Preview {
  readonly decidable: readonly { readonly id: string }[];
  readonly left: readonly { readonly id: string; readonly code: string; readonly detail: string }[];
  readonly meant: number;
  readonly people: number;
  readonly points: number;
  readonly duplicates: number;
}

describe('the queue over HTTP', () => {
  let app: TestApp;
  let cast: Cast;
  let manager: Agent;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
    manager = await cast.as('manager');
  });
  afterAll(() => app.close());

  const list = async (query: string, agent = manager, unit = 'pm') =>
    (await agent.get(`/${unit}/requests?${query}`)).body as Listed;
  const idsOf = ({ items }: Listed) => items.map(({ id }) => id);
  const decide = (id: string, decision = 'approve', agent = manager, unit = 'pm') =>
    agent.post(`/${unit}/requests/${id}/decision`).send({ decision, notes: 'Seen on Friday.' });
  const several = async (count: number) => {
    const made: RequestBody[] = [];
    while (made.length < count) made.push(await raise(cast));
    return made.map(({ id }) => id);
  };
  const eventsOf = (type: string) =>
    app.container.storage.connection.collection('events').find({ type }).sort({ _id: 1 }).toArray();
  const entriesOf = (id: string) =>
    app.container.storage.connection.collection('entries').countDocuments({ sourceKey: `request:${id}` });

  it('has tabs with their counts, filters and order in the address, the same for programs', async () => {
    const [first = '', second = '', third = ''] = await several(3);
    await decide(second);
    await decide(third, 'reject');
    const waiting = await list('status=pending&mine=true');
    expect(idsOf(waiting)).toEqual([first]);
    expect(waiting.counts).toEqual({ waiting: 1, pending: 1, decided: 2, decidedByMe: 2, all: 3 });
    expect(idsOf(await list('status=approved'))).toEqual([second]);
    expect(idsOf(await list('status=decided&mine=true&sort=oldest'))).toEqual([second, third]);
    expect(idsOf(await list('status=all&sort=newest'))).toEqual([third, second, first]);
    // A filter counts on every tab, and a page that is narrowed says how many there are.
    const narrowed = await list('status=all&q=release&size=1');
    expect([narrowed.page.total, narrowed.counts.all]).toEqual([0, 0]);
    const words = await list('status=all&q=assistant&size=1&year=2025&kind=raised&quarter=2025-Q3');
    expect([words.items.length, words.page.total]).toEqual([1, 3]);
    for (const bad of ['sort=password', 'odd=all', 'status=open', 'decider=x', 'size=1e9', 'year=soon']) {
      expect((await manager.get(`/pm/requests?${bad}`)).status).toBe(422);
    }
    const page = await openPage(manager, '/pm/requests?mine=true&category=initiative_ai');
    expect(page.text).toContain('Waiting for you');
    expect(page.text).toContain(`data-in-place="/pm/requests/${first}/decision"`);
    // Every tab keeps the filter, and every chip takes one condition away.
    expect(page.text).toContain('/pm/requests?category=initiative_ai&amp;status=decided&amp;mine=true');
    expect(page.text).toContain('href="/pm/requests?mine=true"');
  });

  it('takes the list away as it is shown: its filter, its scope, safe cells, on record', async () => {
    const request = await raise(cast, 'pm', { notes: '=1+1 is not what it looks like' });
    await raise(cast, 'ta');
    const answer = await manager.get('/pm/requests/export?status=pending&q=looks');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-disposition']).toMatch(/filename="pm-requests_pending_looks_[\d-]+\.csv"/);
    const lines = answer.text.trim().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^\ufeff?request_id,status/);
    expect(lines[1]).toContain(request.id);
    expect(lines[1]).toContain("'=1+1");
    const [taken] = (await eventsOf('export.taken')).slice(-1);
    expect(taken?.['data']).toMatchObject({ rows: 1, what: 'requests of pm', format: 'csv' });
    const other = await (await cast.as('otherManager')).get('/pm/requests/export?status=all');
    expect(other.text.trim().split('\n')).toHaveLength(1);
    expect((await (await cast.as('colleague')).get('/pm/requests/export')).status).toBe(403);
  });

  it('shows what is odd before it is decided: the limit with this one, the same file, the quarter, the terms', async () => {
    const employee = await cast.as('employee');
    const again = pdf('the same article');
    const first = await raise(cast, 'marketing', { attachmentIds: [await upload(employee, again)] });
    const second = await raise(cast, 'marketing', { attachmentIds: [await upload(employee, again, 'copy.pdf')] });
    const marketing = await cast.as('marketing');
    const pending = await list('status=pending&size=100', marketing, 'marketing');
    const of = (id: string) => pending.items.find((item) => item.id === id);
    expect([of(first.id)?.evidenceSeen, of(second.id)?.evidenceSeen]).toEqual([false, true]);
    expect(idsOf(await list('odd=same-file', marketing, 'marketing'))).toEqual([second.id]);
    expect(idsOf(await list('odd=duplicate', marketing, 'marketing'))).toContain(second.id);
    expect((await list('odd=orphaned', marketing, 'marketing')).page.total).toBe(0);

    const { body } = await marketing.get(`/marketing/requests/${second.id}`);
    const detail = body as Detail;
    expect(detail.duplicates.map(({ id }) => id)).toContain(first.id);
    expect(detail.sameEvidence).toMatchObject([{ requestId: first.id }]);
    expect(detail.worth).toMatchObject({ value: 200, quantity: 1, version: 1 });
    expect(detail.quarter.after - detail.quarter.before).toBe(200);
    expect(detail.limit).toMatchObject({ used: 1, max: 2, frequency: 'quarterly' });
    expect(of(second.id)?.limit).toMatchObject({ used: 1, max: 2 });
    await decide(first.id, 'approve', marketing, 'marketing');
    const after = (await marketing.get(`/marketing/requests/${second.id}`)).body as Detail;
    expect(after.quarter.before).toBe(detail.quarter.before + 200);
    const page = await openPage(marketing, `/marketing/requests/${second.id}`);
    expect(page.text).toContain('2 of 2 Mindshare (blogs, white papers, community) in Q3 FY 2025-26 with this one');
    expect(page.text).toContain('<iframe class="preview-frame"');
    expect(page.text).toMatch(/Same file as in/);
  });

  it('27: says what will happen before it does, decides 13 of 15, and says what happened; a second click changes nothing', async () => {
    const ids = await several(15);
    const preview = async (body: object) => (await manager.post('/pm/bulk-preview').send(body)).body as Preview;
    for (const id of ids.slice(0, 2)) await decide(id);
    const foreign = await raise(cast, 'ta');
    const seen = await preview({ ids: [...ids, foreign.id] });
    expect(seen).toMatchObject({ meant: 16, people: 1, points: 13 * 250, duplicates: 13 });
    expect(seen.decidable.map(({ id }) => id)).toEqual(ids.slice(2));
    expect(seen.left.map(({ id, code }) => [id, code])).toEqual([
      [ids[0], 'request.already_decided'],
      [ids[1], 'request.already_decided'],
      [foreign.id, 'request.not_found'],
    ]);
    expect(seen.left[0]?.detail).toContain(cast.people.manager.name);
    expect(await entriesOf(ids[2] ?? '')).toBe(0);
    // Everything that waits and matches, and not what waits for somebody else.
    const all = await preview({ all: true, q: 'assistant', category: 'initiative_ai' });
    expect(all.decidable.map(({ id }) => id)).toEqual(expect.arrayContaining(ids.slice(2)));
    expect((await preview({ all: true, category: 'mentoring' })).decidable).toEqual([]);
    expect((await manager.post('/pm/bulk-preview').send({ ids: [] })).status).toBe(422);

    // As a form: what will happen, then without notes, then with them, twice.
    const asked = await submit(manager, '/pm/bulk-preview', { ids });
    expect(asked.text).toContain('Approve 13 requests');
    const key = /name="_idempotencyKey" value="([^"]+)"/.exec(asked.text)?.[1] ?? '';
    const empty = await submit(manager, '/pm/bulk-approve', { ids, notes: '', _idempotencyKey: key });
    expect(empty.status).toBe(422);
    expect(empty.text).toContain('Give a reason');
    const fields = { ids, notes: 'All seen.', _idempotencyKey: key };
    const [once, twice] = await Promise.all([
      submit(manager, '/pm/bulk-approve', fields),
      submit(manager, '/pm/bulk-approve', fields),
    ]);
    expect([once.status, twice.status]).toEqual([303, 303]);
    expect(once.headers['location']).toBe(twice.headers['location']);
    const outcome = await openPage(manager, String(once.headers['location']));
    expect(outcome.text).toContain('13 approved, 2 were already decided.');
    for (const id of ids) expect(outcome.text).toContain(`/pm/requests/${id}`);
    for (const id of ids) expect(await entriesOf(id)).toBe(1);
    // The key of one decision answers no other.
    const reused = await manager
      .post('/pm/bulk-approve')
      .set('Idempotency-Key', key)
      .send({ ids: [ids[0]], notes: 'x' });
    expect(reused.body).toMatchObject({ code: 'idempotency.key_reused' });
    // For whoever decided, and nobody else.
    const other = await cast.as('otherManager');
    expect((await other.get(String(once.headers['location']))).status).toBe(404);

    await app.settle();
    const { body } = await (await cast.as('employee')).get('/employee/notifications?size=100');
    const summaries = (body as { items: { type: string; text: string }[] }).items.filter(
      ({ type, text }) => type === 'requests_decided' && text.includes('13'),
    );
    expect(summaries).toHaveLength(1);
  });

  it('finishes what a crash interrupted: what was decided is told, once', async () => {
    const ids = await several(3);
    const [done = '', left = ''] = ids;
    const answer = await manager.post('/pm/bulk-approve').send({ ids: [done], notes: 'Before the crash.' });
    const records = app.container.storage.connection.collection('bulk_decisions');
    const { id } = answer.body as { id: string };
    // As a process leaves it that is killed after the first of them.
    await records.updateOne({ _id: id as never }, { $set: { finishedAt: null, done: [], ids: [done, left] } });
    const before = (await eventsOf('requests.bulk_decided')).length;
    const running = await openPage(manager, `/pm/bulk-decisions/${id}`);
    expect(running.text).toContain('Still going on');
    app.clock.advance(10 * 60_000);
    for (const _ of [1, 2]) await cast.tenant.run(() => app.container.requests.followUp());
    const told = (await eventsOf('requests.bulk_decided')).slice(before);
    expect(told).toMatchObject([{ data: { done: 1, requestIds: [done] } }]);
    const outcome = (await manager.get(`/pm/bulk-decisions/${id}`)).body as { done: string[]; failed: object[] };
    expect(outcome).toMatchObject({ done: [done], failed: [{ id: left, code: 'request.not_reached' }] });
    expect(idsOf(await list('mine=true&size=100'))).toContain(left);
  });

  it('23: of 20 decisions at once one succeeds, 19 name the winner; one entry and one message', async () => {
    const request = await raise(cast);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => decide(request.id, index % 2 === 0 ? 'approve' : 'reject')),
    );
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    for (const { status, body } of answers.filter((answer) => !won.includes(answer))) {
      expect({ status, body: body as unknown }).toMatchObject({
        status: 409,
        body: { code: 'request.already_decided', detail: expect.stringContaining(cast.people.manager.name) as string },
      });
    }
    const { status } = (won[0]?.body as { request: { status: string } }).request;
    expect(await entriesOf(request.id)).toBe(status === 'approved' ? 1 : 0);
    await app.settle();
    const messages = await app.container.storage.connection
      .collection('notifications')
      .countDocuments({ personId: cast.people.employee.id, href: { $regex: request.id } });
    expect(messages).toBe(1);
  });

  it('leads through the queue without scripts', async () => {
    const [id = ''] = await several(1);
    const queue = await manager.get('/pm/requests?mine=true').set('Accept', BROWSER);
    expect(queue.text).toContain('action="/pm/bulk-preview"');
    expect(queue.text).toContain(`href="/pm/requests/${id}#approve"`);
    expect(queue.text).toContain('/pm/requests/export?');
    const preview = await submit(manager, '/pm/bulk-preview', { ids: id });
    expect(preview.text).toContain('Approve 1 request');
    const outcome = await submit(manager, '/pm/bulk-reject', { ids: id, notes: 'Not this time.' });
    expect((await openPage(manager, String(outcome.headers['location']))).text).toContain('1 rejected.');
  });
});
