import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import { newId } from '../../../src/kernel/ids.js';
import { createNotifications, type NotificationsModule } from '../../../src/modules/notifications/index.js';
import { absenceSteps, validators, type Validators } from '../../support/absences.js';
import { wordsIn } from '../../support/message-words.js';
import { createWorld, WORLD_START, type Tenant, type World } from '../../support/world.js';

/** The first instant of Monday 17 November 2025 in Kolkata. */
const MONDAY = '2025-11-16T18:30:00Z';
const BACK = '2025-11-21T18:30:00Z';
/** More than one transaction moves. */
const MANY = 505;

describe('absences of people with much to decide, of people who left, and where nobody may have delegates any more', () => {
  let world: World;
  let tenant: Tenant;
  let people: Validators;
  let steps: ReturnType<typeof absenceSteps>;
  let notifications: NotificationsModule;

  beforeAll(async () => {
    world = await createWorld();
    const somewhere = () => '/';
    notifications = createNotifications({
      ...world,
      mailer: { queue: () => Promise.resolve() },
      announcements: { takePart: () => Promise.resolve(undefined) },
      links: {
        announcement: somewhere,
        ...{ ownRequest: somewhere, unitRequest: somewhere, unitQueue: somewhere, tracker: somewhere },
        ...{ registration: somewhere, absence: '/', ownRequests: '/', sessions: '/', history: '/', preferences: '/' },
        messages: '/',
        verification: '/',
      },
      wordsIn,
      renderEmail: () => '',
      publicUrl: 'https://points.example.org',
    });
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    world.clock.set(WORLD_START);
    tenant = await world.tenant();
    people = await validators(tenant);
    steps = absenceSteps(world, tenant);
  });

  const requests = () => world.storage.connection.collection('requests');

  /** Stores copies of a request, which is faster than to raise so many. */
  async function copies(id: string, count: number): Promise<void> {
    const original = await requests().findOne({ _id: id as never });
    if (original === null) throw new Error('nothing to copy');
    await requests().insertMany(
      Array.from({ length: count }, () => ({ ...original, _id: newId(world.clock.now()) as never })),
    );
  }

  /** The events of single requests tell nobody here; to carry hundreds of them takes its time. */
  async function leaveOutSingle(): Promise<void> {
    const { connection } = world.storage;
    const single = await connection
      .collection('events')
      .distinct('_id', { type: 'request.reassigned', 'data.bulk': true });
    await connection.collection('outbox').deleteMany({ _id: { $in: single } });
  }

  const withWhom = (actor: PersonActor) =>
    requests().countDocuments({ organization: tenant.organization.id, approver: actor.personId });

  async function told(actor: PersonActor): Promise<string[]> {
    await world.outbox.relay.drain();
    const { items } = await tenant.run(() => notifications.list(actor, { number: 1, size: 20 }));
    return items
      .map(({ text }) => text)
      .filter((text) => text.includes('request') && !text.includes('needs your decision'));
  }

  async function switchAbsences(absence: boolean): Promise<void> {
    const hr = await tenant.actor({ grade: 'D1', grants: ['hr'] });
    const { settings } = await tenant.run(() => world.organizations.fresh());
    const features = { ...settings.features, absence };
    await tenant.run(() => world.organizations.revise(hr, { settings: { features } }));
  }

  const statusOf = async (absenceId: string) =>
    (await world.storage.connection.collection('absences').findOne({ _id: absenceId as never }))?.['status'] as string;

  it(`moves ${MANY} requests, and tells of them once`, async () => {
    const { gail, jo, employee } = people;
    const { id } = await steps.raise(employee, gail);
    await copies(id, MANY - 1);
    await steps.away(gail, jo);
    await world.outbox.relay.drain();
    world.clock.set(MONDAY);
    await steps.keep();
    expect(await withWhom(jo)).toBe(MANY);
    await leaveOutSingle();
    expect(await told(jo)).toEqual([`Gail Erickson is away; you decide ${MANY} requests.`]);
    world.clock.set(BACK);
    await steps.keep();
    expect(await withWhom(gail)).toBe(MANY);
    await leaveOutSingle();
    const summaries = (await tenant.run(() => world.audit.ofSubject(gail.personId))).filter(
      ({ type }) => type === 'requests.reassigned',
    );
    expect(summaries.map(({ data }) => (data as { requestIds: string[] }).requestIds.length)).toEqual([MANY]);
  });

  it('looks at none of the many requests that nobody stands in for, every minute', async () => {
    const { gail, employee } = people;
    const { id } = await steps.raise(employee, gail);
    await copies(id, MANY);
    const organization = tenant.organization.id;
    for (const condition of [{ delegatedFrom: { $gt: '' } }, { needsAssignment: true }]) {
      const plan = await requests()
        .find({ organization, ...condition, _id: { $gt: '' as never }, status: 'pending' })
        .sort({ _id: 1 })
        .limit(500)
        .explain('executionStats');
      const { executionStats } = plan as unknown as { executionStats: { totalDocsExamined: number } };
      expect(executionStats.totalDocsExamined).toBe(0);
    }
  });

  it('29: gives everything back when the organization switches delegates off, and says so to both', async () => {
    const { gail, jo, employee } = people;
    const ids = [await steps.raise(employee, gail), await steps.raise(employee, gail, '2025-11-09')].map(
      ({ id }) => id,
    );
    const unassigned = await steps.raise(jo, gail);
    await steps.away(gail, jo);
    world.clock.set(MONDAY);
    await steps.keep();
    for (const id of ids) expect(await steps.place(id)).toMatchObject({ with: 'Jo Brown' });
    await told(jo);
    await switchAbsences(false);
    await steps.keep();
    for (const id of [...ids, unassigned.id]) {
      expect(await steps.place(id)).toEqual({ with: 'Gail Erickson', of: null, unassigned: false });
    }
    expect((await told(jo))[0]).toBe('Gail Erickson decides 2 requests again that waited for you.');
    expect((await told(gail))[0]).toBe('You decide 2 requests again that waited for Jo Brown.');
    const decided = await tenant.run(() =>
      world.requests.decide(gail, 'ta', ids[0] ?? '', { decision: 'approve', notes: 'Well done.' }),
    );
    expect(decided.status).toBe('approved');
    // Switched on again in time, the absence counts as before.
    await switchAbsences(true);
    await steps.keep();
    expect(await steps.place(ids[1] ?? '')).toMatchObject({ with: 'Jo Brown', of: 'Gail Erickson' });
  });

  it('says who is away, also where a delegate comes back or is replaced', async () => {
    const { gail, jo, rob, employee } = people;
    await steps.raise(employee, gail);
    await steps.away(jo, rob, { from: '2025-11-18', to: '2025-11-18' });
    await steps.away(gail, jo);
    for (const day of ['17', '18', '19']) {
      world.clock.set(`2025-11-${day}T06:00:00Z`);
      await steps.keep();
    }
    const about = ': Interviews, 100 points, for Dylan Miller.';
    expect((await told(jo)).slice(0, 3)).toEqual([
      `Gail Erickson is away; you decide a request${about}`,
      `Rob Walters decides a request that you had for Gail Erickson${about}`,
      `Gail Erickson is away; you decide a request${about}`,
    ]);
    expect((await told(rob)).slice(0, 2)).toEqual([
      `Jo Brown decides a request that you had for Gail Erickson${about}`,
      `Gail Erickson is away; you decide a request${about}`,
    ]);
    expect((await told(gail))[0]).toBe(`While you are away, Jo Brown decides a request of yours${about}`);
  });

  it('tells nobody that he or she is back and decides what waited for the very same', async () => {
    const { gail, jo } = people;
    const { id } = await steps.raise(jo, gail);
    await steps.away(gail, jo);
    world.clock.set(MONDAY);
    await steps.keep();
    expect(await steps.place(id)).toMatchObject({ unassigned: true });
    world.clock.set(BACK);
    await steps.keep();
    expect(await steps.place(id)).toMatchObject({ with: 'Gail Erickson', unassigned: false });
    expect((await told(gail)).filter((text) => text.startsWith('Gail Erickson is back'))).toEqual([]);
  });

  it('cancels what somebody planned who is deactivated, and tells the delegate', async () => {
    const { gail, jo } = people;
    const { id } = await steps.away(gail, jo);
    await tenant.run(() => world.people.deactivate(tenant.system, gail.personId, 'Left the company.'));
    await world.outbox.relay.drain();
    expect(await statusOf(id)).toBe('cancelled');
    const { items } = await tenant.run(() => notifications.list(jo, { number: 1, size: 20 }));
    expect(items[0]?.text).toBe('Gail Erickson has left; you need not stand in from 17 Nov 2025 to 21 Nov 2025.');
    // Whoever comes back later begins without it.
    await tenant.run(() => world.people.reactivate(tenant.system, gail.personId, 'Came back.'));
    world.clock.set(MONDAY);
    await steps.keep();
    expect(await statusOf(id)).toBe('cancelled');
  });

  it('ends what runs when the person is deactivated; what others have stays with them', async () => {
    const { gail, jo, employee } = people;
    const request = await steps.raise(employee, gail);
    const { id } = await steps.away(gail, jo);
    world.clock.set(MONDAY);
    await steps.keep();
    await tenant.run(() => world.people.deactivate(tenant.system, gail.personId, 'Left the company.'));
    await world.outbox.relay.drain();
    expect(await statusOf(id)).toBe('over');
    expect(await steps.place(request.id)).toMatchObject({ with: 'Jo Brown', unassigned: false });
    const { items } = await tenant.run(() => notifications.list(jo, { number: 1, size: 20 }));
    expect(items[0]?.text).toBe('Gail Erickson has left; what you decide instead stays with you.');
  });

  it('30: leaves to HR what waits for somebody whose exit date passed before the absence began', async () => {
    const { gail, jo, employee } = people;
    const request = await steps.raise(employee, gail);
    const { id } = await steps.away(gail, jo);
    await world.storage.connection
      .collection('people')
      .updateOne({ _id: gail.personId as never }, { $set: { exitDate: '2025-11-14' } });
    world.clock.set(MONDAY);
    await steps.keep();
    expect(await steps.place(request.id)).toEqual({ with: 'Gail Erickson', of: null, unassigned: false });
    expect(await statusOf(id)).toBe('cancelled');
    const hr = await tenant.actor({ grade: 'D1', grants: ['hr'] });
    const { items } = await tenant.run(() =>
      world.requests.tracked(hr, { status: 'orphaned' }, 'raised', { number: 1, size: 20 }),
    );
    expect(items.map((item) => item.id)).toEqual([request.id]);
  });
});
