import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RequestEventData } from '../../../src/kernel/events.js';
import { newId } from '../../../src/kernel/ids.js';
import { createNotifications, type NotificationsModule } from '../../../src/modules/notifications/index.js';
import type { Person, Preferences } from '../../../src/modules/people/index.js';
import type { KeptMail, NewMail } from '../../../src/platform/mailer/index.js';
import type { Storage } from '../../../src/platform/storage/index.js';
import { mailsTo } from '../../support/account-mail.js';
import { onlyInText } from '../../support/mail-content.js';
import { renderEmail, wordsIn } from '../../support/message-words.js';
import { actorFor, createWorld, type Modules, type Tenant, type World } from '../../support/world.js';
import { wireModules } from '../../support/modules.js';

/** Wednesday, 11:30 in Kolkata; the next morning there is at 02:30 of the next day in UTC. */
const NOON = '2025-11-12T06:00:00Z';
const MORNING = '2025-11-13T02:30:00Z';

describe('daily digests', () => {
  let world: World;
  let tenant: Tenant;
  let own: NotificationsModule;
  let other: NotificationsModule;
  let jo: Person;
  /** What the next queueing of mails does in the first process, after the mails are in the queue. */
  let afterQueue: () => void;

  beforeAll(async () => {
    world = await createWorld();
    const storage = await world.connect();
    own = notificationsOf(world, world.storage, (mailer) => ({
      async queue(news: readonly NewMail[]) {
        await mailer.queue(news);
        afterQueue();
      },
    }));
    other = notificationsOf(wireModules(storage, world.clock, world.folder), storage);
    await world.storage.prepare();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.clock.set(NOON);
    afterQueue = () => undefined;
    tenant = await world.tenant();
    jo = await tenant.person({ name: 'Jo Brown', email: `jo-${newId()}@adventure-works.com`, grants: ['pm'] });
    await prefer({ mail: { request_raised: 'digest', request_withdrawn: 'digest' } });
  });

  function notificationsOf(
    modules: Modules,
    storage: Storage,
    wrap: (mailer: Modules['mailer']) => Pick<Modules['mailer'], 'queue'> = (mailer) => mailer,
  ): NotificationsModule {
    return createNotifications({
      ...modules,
      ...{ storage, clock: world.clock, mailer: wrap(modules.mailer), wordsIn },
      announcements: { takePart: () => Promise.resolve(undefined) },
      links: {
        announcement: (id) => `/employee/announcements/${id}`,
        ownRequest: (id) => `/employee/requests/${id}`,
        unitRequest: (unit, id) => `/${unit}/requests/${id}`,
        unitQueue: (unit) => `/${unit}/requests`,
        tracker: () => '/hr/pending-tracker',
        registration: (id) => `/hr/registrations/${id}`,
      verification: '/central/verification',
        ...{ ownRequests: '/employee/requests', absence: '/employee/absence', sessions: '/auth/sessions' },
        ...{ history: '/employee/history', preferences: '/employee/profile/messages' },
        messages: '/employee/notifications',
      },
      renderEmail,
      publicUrl: 'https://points.example.org',
    });
  }

  const prefer = (changes: Partial<Preferences>, person = jo) =>
    tenant.run(() => world.people.changePreferences(actorFor(person), changes));

  /** Somebody raises a request that the person decides, or takes it back. */
  async function happens(type: 'request.raised' | 'request.withdrawn' = 'request.raised', to = jo): Promise<void> {
    const data: RequestEventData = {
      ...{ requestId: newId(), unit: 'pm', categoryCode: 'mentoring', categoryName: 'Mentoring', points: 250 },
      ...{ personId: newId(), personName: 'Guy Gilbert', approverId: to.id, proposerId: null },
    };
    const subject = { type: 'request', id: data.requestId };
    await tenant.run(() => world.outbox.record(tenant.system, { type, subject, data }));
    await world.outbox.relay.drain();
  }

  /** What was mailed, the invitation to the account aside; the newest first. */
  const digests = async (): Promise<KeptMail[]> =>
    (await mailsTo(world.mailer, jo.email)).filter(({ subject }) => !subject.startsWith('Welcome'));
  const keys = async () =>
    (
      await world.storage.connection
        .collection('mails')
        .find({ 'to.address': jo.email, kind: 'digest' })
        .sort({ key: 1 })
        .toArray()
    ).map((mail) => String(mail['key']));

  async function sendAt(instant: string): Promise<number> {
    world.clock.set(instant);
    await own.sendDigestsEverywhere();
    return (await digests()).length;
  }

  it('collect a day and come once, at eight, by kind, with links and the count', async () => {
    await happens();
    await happens('request.withdrawn');
    await happens();
    expect(await digests()).toEqual([]);
    expect(await sendAt('2025-11-13T02:29:59Z')).toBe(0);
    expect(await sendAt(MORNING)).toBe(1);
    expect(await sendAt('2025-11-13T02:31:00Z')).toBe(1);
    const [mail] = await digests();
    expect(mail?.subject).toBe('3 messages for you, 13 Nov 2025');
    const text = mail?.text ?? '';
    expect(text.match(/^(Requests for you to decide|Withdrawn requests)$/gm)).toEqual([
      'Requests for you to decide',
      'Withdrawn requests',
    ]);
    expect(text.match(/^\* Guy Gilbert raised a request: Mentoring, 250 points\.$/gm)).toHaveLength(2);
    expect(text).toMatch(/^ {2}https:\/\/points\.example\.org\/pm\/requests\/[0-9a-f]{24}$/m);
    expect(onlyInText(mail ?? { text: '', html: '' })).toEqual([]);
    expect(await keys()).toEqual([`digest-${jo.id}-2025-11-13`]);
  });

  it('does not come on days without news, and again after news', async () => {
    expect(await sendAt(MORNING)).toBe(0);
    await happens();
    expect(await sendAt('2025-11-14T02:30:00Z')).toBe(1);
    expect(await sendAt('2025-11-15T02:30:00Z')).toBe(1);
    await happens();
    expect(await sendAt('2025-11-16T02:30:00Z')).toBe(2);
  });

  it('comes exactly once with two schedulers at once, whose processes know nothing of each other', async () => {
    for (let count = 0; count < 3; count += 1) await happens();
    world.clock.set(MORNING);
    await Promise.all([own, other, own, other].map((process) => process.sendDigestsEverywhere()));
    expect(await digests()).toHaveLength(1);
    expect((await digests())[0]?.text.match(/^\* /gm)).toHaveLength(3);
  });

  it('comes exactly once after a crash between the mail and the mark', async () => {
    await happens();
    world.clock.set(MORNING);
    afterQueue = () => {
      throw new Error('the process dies here');
    };
    await expect(own.sendDigestsEverywhere()).rejects.toThrow();
    expect(await digests()).toEqual([]);
    await other.sendDigestsEverywhere();
    await own.sendDigestsEverywhere().catch(() => undefined);
    expect(await digests()).toHaveLength(1);
  });

  it('comes late where nobody could send it, and the next morning as usual', async () => {
    await happens();
    expect(await sendAt('2025-11-13T20:00:00Z')).toBe(1);
    await happens();
    expect(await sendAt('2025-11-14T02:30:00Z')).toBe(2);
    expect(await keys()).toEqual([`digest-${jo.id}-2025-11-13`, `digest-${jo.id}-2025-11-14`]);
  });

  it('comes at eight by the clock of the person on both sides of a change of the clocks', async () => {
    await prefer({ zone: 'America/New_York' });
    world.clock.set('2026-03-07T02:00:00Z');
    await happens();
    expect(await sendAt('2026-03-07T12:59:00Z')).toBe(0);
    expect(await sendAt('2026-03-07T13:00:00Z')).toBe(1);
    await happens();
    expect(await sendAt('2026-03-08T11:59:00Z')).toBe(1);
    expect(await sendAt('2026-03-08T12:00:00Z')).toBe(2);
  });

  it('follows the person into another zone, and never gives a day two digests', async () => {
    await happens();
    await prefer({ zone: 'Europe/Berlin' });
    await world.outbox.relay.drain();
    // It is seven there, so the morning of the same day is still to come.
    expect(await sendAt('2025-11-12T06:59:00Z')).toBe(0);
    expect(await sendAt('2025-11-12T07:00:00Z')).toBe(1);
    // Eight o'clock of the same day comes once more further west.
    await prefer({ zone: 'America/Los_Angeles' });
    await world.outbox.relay.drain();
    await happens();
    expect(await sendAt('2025-11-12T16:00:00Z')).toBe(1);
    expect(await sendAt('2025-11-13T16:00:00Z')).toBe(2);
  });

  it('waits for the end of a pause, with what would have come at once', async () => {
    await prefer({ mailsPausedUntil: '2025-11-17' });
    await happens();
    await prefer({ mail: { request_raised: 'now' } });
    await happens();
    expect(await digests()).toEqual([]);
    expect(await sendAt('2025-11-16T02:30:00Z')).toBe(0);
    expect(await sendAt('2025-11-17T02:30:00Z')).toBe(1);
    expect((await digests())[0]?.subject).toBe('2 messages for you, 17 Nov 2025');
    await happens();
    expect((await digests())[0]?.subject).toContain('Guy Gilbert raised a request');
  });

  it('leaves out what was switched off meanwhile', async () => {
    await happens();
    await happens('request.withdrawn');
    await prefer({ mail: { request_raised: 'off' } });
    await sendAt(MORNING);
    expect((await digests())[0]?.text).not.toContain('raised');
    await happens('request.withdrawn');
    await prefer({ noMails: true });
    expect(await sendAt('2025-11-14T02:30:00Z')).toBe(1);
  });

  it('does not come to somebody who was deactivated', async () => {
    const hr = await tenant.actor({ grants: ['hr'] });
    await happens();
    await tenant.run(() => world.people.deactivate(hr, jo.id, 'Left'));
    expect(await sendAt(MORNING)).toBe(0);
    expect(await sendAt('2025-11-14T02:30:00Z')).toBe(0);
  });

  it('is in the language of the person', async () => {
    await prefer({ language: 'de' });
    await happens();
    await sendAt(MORNING);
    const [mail] = await digests();
    expect(mail?.subject).toBe('1 Mitteilung für Sie, 13. Nov. 2025');
    expect(mail?.html).toContain('<html lang="de">');
    expect(mail?.text).toContain('Guy Gilbert hat einen Antrag gestellt: Mentoring, 250 Punkte.');
  });

  it('names what an event told once, however often the event is delivered', async () => {
    await happens();
    const event = await world.storage.connection.collection('events').findOne({ 'data.approverId': jo.id });
    const again = async () => {
      await world.storage.connection.collection('outbox').insertOne({
        ...{ _id: event?._id as never, organization: tenant.organization.id, nextAt: new Date(0) },
        ...{ attempts: 0, done: [], dead: false },
      });
      await world.outbox.relay.drain();
    };
    await prefer({ app: { request_raised: false } });
    await again();
    expect(await sendAt(MORNING)).toBe(1);
    expect((await digests())[0]?.subject).toContain('1 message for you');
    await again();
    expect(await sendAt('2025-11-14T02:30:00Z')).toBe(1);
  });

  it('forgets what was read a year ago and what went with digests long ago', async () => {
    await happens();
    await happens();
    await sendAt(MORNING);
    const actor = actorFor(jo);
    await tenant.run(async () => {
      const { items } = await own.list(actor, { number: 1, size: 1 });
      await own.markRead(actor, [items[0]?.id ?? '']);
    });
    const count = (name: string) =>
      world.storage.connection.collection(name).countDocuments({ organization: tenant.organization.id });
    world.clock.set('2026-11-14T00:00:00Z');
    await own.tidyEverywhere();
    expect([await count('notifications'), await count('digest_items')]).toEqual([2, 0]);
    world.clock.set('2026-11-15T00:00:00Z');
    await own.tidyEverywhere();
    // What nobody has read stays.
    expect(await count('notifications')).toBe(1);
  });
});
