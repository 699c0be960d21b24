import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../src/kernel/ids.js';
import { openPage, submit, type Agent } from '../../support/agents.js';
import { openTestApp, type TestApp } from '../../support/app.js';
import { createCast, type Cast, type Role } from '../../support/cast.js';
import { raise } from '../../support/records.js';

interface Item {
  readonly id: string;
  readonly type: string;
  readonly text: string;
  readonly href: string | null;
  readonly readAt: string | null;
}

const PAGE = '/employee/notifications';
const CHOICES = '/employee/profile/messages';

describe('messages over HTTP', () => {
  let app: TestApp;
  let cast: Cast;
  let manager: Agent;
  let employee: Agent;
  beforeAll(async () => {
    app = await openTestApp();
    cast = await createCast(app);
    manager = await cast.as('manager');
    employee = await cast.as('employee');
    for (const day of [3, 4, 5]) await raise(cast, 'pm', { eventDate: `2025-11-0${day}` });
    await app.settle();
  });
  afterAll(() => app.close());

  async function listOf(agent: Agent, query = ''): Promise<{ items: Item[]; unread: number; page: { total: number } }> {
    const answer = await agent.get(PAGE + query);
    expect(answer.status).toBe(200);
    return answer.body as { items: Item[]; unread: number; page: { total: number } };
  }

  /** Tells somebody many things, so many days ago. */
  async function tell(role: Role, count: number, daysAgo = 0): Promise<void> {
    const at = new Date(app.clock.now().getTime() - daysAgo * 86_400_000);
    await app.container.storage.connection.collection('notifications').insertMany(
      Array.from({ length: count }, () => ({
        ...{ _id: newId(at) as never, organization: cast.tenant.organization.id, personId: cast.people[role].id },
        ...{ eventId: newId(), type: 'bonus', text: 'You got a bonus of 1,000 points.', language: 'en' },
        ...{ href: '/employee/history', at, readAt: null },
      })),
    );
  }

  it('are listed by day, filtered and paged', async () => {
    await tell('colleague', 1, 2);
    await tell('colleague', 1, 1);
    await tell('colleague', 3);
    const colleague = await cast.as('colleague');
    const page = (await openPage(colleague, PAGE)).text;
    expect([...page.matchAll(/class="news-day">([^<]+)</g)].map(([, day]) => day)).toEqual([
      'Today',
      'Yesterday',
      '10 Nov 2025',
    ]);
    const { items } = await listOf(colleague, '?size=2&page=3');
    expect(items).toHaveLength(1);
    await colleague.post(`${PAGE}/read`).send({ ids: items.map(({ id }) => id) });
    expect((await listOf(colleague, '?show=unread')).page.total).toBe(4);
    expect((await listOf(colleague, '?kind=award')).page.total).toBe(0);
    expect((await listOf(colleague, '?kind=bonus&show=unread')).page.total).toBe(4);
    expect((await openPage(colleague, `${PAGE}?kind=award`)).text).toContain('Nothing of this kind');
    expect((await colleague.get(`${PAGE}?kind=nonsense`)).status).toBe(422);
  });

  it('open what they are about and are read from then on, and nobody opens those of others', async () => {
    const [first] = (await listOf(manager, '?show=unread')).items;
    const before = (await listOf(manager)).unread;
    expect((await openPage(manager, PAGE)).text).toContain(`href="${PAGE}/${first?.id}"`);
    for (const stranger of [employee, await cast.as('hrAdmin')]) {
      expect((await openPage(stranger, `${PAGE}/${first?.id}`)).status).toBe(404);
    }
    expect((await listOf(manager)).unread).toBe(before);
    const opened = await openPage(manager, `${PAGE}/${first?.id}`).redirects(0);
    expect([opened.status, opened.headers['location']]).toEqual([303, first?.href]);
    expect((await listOf(manager)).unread).toBe(before - 1);
    const again = await manager.get(`${PAGE}/${first?.id}`);
    expect(again.body).toMatchObject({ notification: { id: first?.id, text: first?.text } });
  });

  it('are marked one by one, several, or all, without scripts, back on the same list', async () => {
    const mine = await cast.as('ta');
    await tell('ta', 5);
    const [one, two, three] = (await listOf(mine)).items.map(({ id }) => id);
    const returnTo = `${PAGE}?show=unread`;
    const marked = await submit(mine, `${PAGE}/read`, { one: one ?? '', ids: [two ?? ''], returnTo });
    expect([marked.status, marked.headers['location']]).toEqual([303, returnTo]);
    expect((await listOf(mine)).unread).toBe(4);
    await submit(mine, `${PAGE}/read`, { which: 'chosen', ids: [two ?? '', three ?? ''], returnTo });
    expect((await listOf(mine)).unread).toBe(2);
    const none = await submit(mine, `${PAGE}/read`, { which: 'chosen', returnTo });
    expect(none.status).toBe(422);
    expect(none.text).toContain('Choose the notifications that you have read.');
    expect(none.text.match(/class="news-new"/g)).toHaveLength(2);
    expect((await listOf(mine)).unread).toBe(2);
    const away = await submit(mine, `${PAGE}/read`, { which: 'all', returnTo: 'https://evil.example/' });
    expect([away.status, away.headers['location']]).toEqual([303, PAGE]);
    expect((await listOf(mine)).unread).toBe(0);
    expect((await openPage(mine, `${PAGE}?show=unread`)).text).toContain('You have read everything');
  });

  it('the bell shows the newest five, and no number beyond 99', async () => {
    const mine = await cast.as('ld');
    await tell('ld', 130);
    const page = (await openPage(mine, '/employee/dashboard')).text;
    const bell = /<details class="menu menu-end" data-menu>[\s\S]*?<\/details>/.exec(page)?.[0] ?? '';
    expect(bell.match(/href="\/employee\/notifications\/[0-9a-f]{24}"/g)).toHaveLength(5);
    expect(bell).toContain('>99+<');
    expect(bell).toContain('More than 99 unread notifications');
    expect((await listOf(mine)).unread).toBe(130);
  });

  it('what is switched off makes no message and no toast, while pages still follow', async () => {
    const missed = async () =>
      ((await manager.get('/employee/live')).body as { cursor: string; items: { name: string }[] }).cursor;
    const namesAfter = async (cursor: string) => {
      const { body } = await manager.get(`/employee/live?after=${cursor}`);
      return (body as { items: { name: string }[] }).items.map(({ name }) => name);
    };
    // Sockets are served by another part of the process; what they send is what the feed records.
    const record = async () => {
      await app.settle();
      const events = app.container.storage.connection.collection('events');
      const [event] = await events.find({ type: 'request.raised' }).sort({ _id: -1 }).limit(1).toArray();
      const stored = { ...event, id: event?._id, organizationId: cast.tenant.organization.id };
      await cast.tenant.run(() => app.container.notifications.live.record(stored as never));
    };
    const before = await missed();
    await raise(cast, 'pm', { eventDate: '2025-11-06' });
    await record();
    expect(await namesAfter(before)).toEqual(['request_raised', 'notification']);
    const saved = await submit(manager, CHOICES, { mail_request_raised: 'off' });
    expect(saved.status).toBe(303);
    const [quietFrom, unread] = [await missed(), (await listOf(manager)).unread];
    await raise(cast, 'pm', { eventDate: '2025-11-07' });
    await record();
    expect(await namesAfter(quietFrom)).toEqual(['request_raised']);
    expect((await listOf(manager)).unread).toBe(unread);
  });

  it('are chosen by kind, in the groups that concern the person', async () => {
    const groupsOf = async (agent: Agent) => {
      const { kinds } = (await agent.get(CHOICES)).body as { kinds: { kind: string; group: string }[] };
      return kinds;
    };
    expect(new Set((await groupsOf(employee)).map(({ group }) => group))).toEqual(new Set(['employee']));
    expect((await groupsOf(await cast.as('taUpdater'))).map(({ kind }) => kind)).toContain('request_proposed');
    expect((await groupsOf(manager)).filter(({ group }) => group === 'decider')).toHaveLength(7);
    const hr = (await groupsOf(await cast.as('hrAdmin'))).filter(({ group }) => group === 'administrator');
    expect(hr.map(({ kind }) => kind).sort()).toEqual([
      'registration_received',
      'requests_escalated',
      'requests_unassigned',
    ]);
    const page = (await openPage(employee, CHOICES)).text;
    expect(page).not.toContain('mail_request_raised');
    expect(page).toContain('so that nobody can hide them from you');
  });

  it('keep what was chosen, also what the form does not show, and bring it back after a mistake', async () => {
    const wrong = await submit(employee, CHOICES, {
      ...{ mail_award: 'digest', app_award: 'true', mail_bonus: 'off', noMails: 'true' },
      mailsPausedUntil: '2025-11-12',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Choose a day after today, at most a year ahead.');
    expect(wrong.text).toMatch(/name="mail_award"[^>]*>.*?<option value="digest" selected>/s);
    expect(wrong.text).toMatch(/name="noMails"[^>]* checked/);
    const saved = await employee
      .post(CHOICES)
      .send({ mail_award: 'digest', app_award: true, mail_bonus: 'off', mailsPausedUntil: '2025-12-01' });
    expect(saved.body).toMatchObject({
      noMails: false,
      mailsPausedUntil: '2025-12-01',
      digest: { zone: 'Asia/Kolkata' },
    });
    await employee.post(CHOICES).send({ mail_adjustment: 'off' });
    const { kinds } = (await employee.get(CHOICES)).body as { kinds: { kind: string; app: boolean; mail: string }[] };
    expect(kinds.find(({ kind }) => kind === 'award')).toMatchObject({ app: true, mail: 'digest' });
    expect(kinds.find(({ kind }) => kind === 'bonus')).toMatchObject({ app: false, mail: 'off' });
    expect(kinds.find(({ kind }) => kind === 'adjustment')).toMatchObject({ mail: 'off' });
    expect((await employee.post(CHOICES).send({ mail_award: 'sometimes' })).status).toBe(422);
    expect((await employee.post(CHOICES).send({ mail_password_changed: 'off' })).status).toBe(422);
  });

  it('the language and the zone are chosen on the profile, and pages follow', async () => {
    const colleague = await cast.as('colleague');
    const saved = await submit(colleague, '/employee/profile', { language: 'de', zone: 'Europe/Berlin' });
    expect(saved.status).toBe(303);
    const page = (await openPage(colleague, PAGE)).text;
    expect(page).toContain('<html lang="de"');
    expect(page).toContain('Mitteilungen');
    expect(page).toContain('Alle als gelesen markieren');
    expect(page).toContain('lang="en"');
    expect((await openPage(employee, PAGE)).text).toContain('<html lang="en"');
    const { body } = await colleague.get(CHOICES);
    expect(body).toMatchObject({ digest: { zone: 'Europe/Berlin', at: '2025-11-12T07:00:00.000Z' } });
    const wrong = await submit(colleague, '/employee/profile', { language: 'de', zone: 'Mars/Olympus' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Choose a time zone from the list.');
    expect((await colleague.post('/employee/profile').send({ language: 'xx' })).status).toBe(422);
    await submit(colleague, '/employee/profile', { language: '', zone: '' });
    expect((await colleague.get('/employee/profile')).body).toMatchObject({ language: '', zone: '' });
  });
});
