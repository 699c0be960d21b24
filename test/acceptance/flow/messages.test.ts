import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import { ManualClock } from '../../../src/kernel/clock.js';
import type { EventData, EventType } from '../../../src/kernel/events.js';
import { newId } from '../../../src/kernel/ids.js';
import { TOLD_EVENTS } from '../../../src/modules/notifications/index.js';
import type { Person } from '../../../src/modules/people/index.js';
import type { AnyNewEvent } from '../../../src/platform/outbox/index.js';
import {
  inOrganization,
  liveCompany,
  liveProcess,
  requestData,
  type LiveCompany,
  type LiveProcess,
} from '../../support/live-world.js';
import { createTestStorage, type TestStorage } from '../../support/storage.js';

let opened: TestStorage;
let company: LiveCompany;
let own: LiveProcess;
const clock = new ManualClock('2025-11-12T06:00:00Z');

beforeAll(async () => {
  opened = await createTestStorage();
});
afterAll(() => opened.close());
beforeEach(async () => {
  company = liveCompany();
  own = liveProcess(company, opened.storage, clock);
  own.outbox.subscribe('feed', TOLD_EVENTS, async (event) => void (await own.notifications.live.record(event)));
  await opened.storage.prepare();
});

const inside = <T>(work: () => Promise<T>) => inOrganization(company.organizationId, work);
const actorOf = async (person: Person) => (await company.access.actorOf(person.id)) as PersonActor;

async function happens<T extends EventType>(by: Person, type: T, data: EventData[T]) {
  const actor = await actorOf(by);
  const news = { type, subject: { type: 'request', id: newId() }, data } as unknown as AnyNewEvent;
  const [event] = await inside(() => own.outbox.record(actor, news));
  await own.outbox.relay.drain();
  return event;
}

async function textsOf(person: Person): Promise<string[]> {
  const actor = await actorOf(person);
  const { items } = await inside(() => own.notifications.list(actor, { number: 1, size: 20 }));
  return items.map(({ text }) => text);
}

function pair() {
  const gail = company.person('Gail Erickson', { grants: [{ unit: 'pm', duty: 'approver' }] });
  const dylan = company.person('Dylan Miller');
  const data = requestData({ personId: dylan.id, personName: dylan.name, approverId: gail.id });
  return { gail, dylan, data, decision: { deciderId: gail.id, deciderName: gail.name } };
}

describe('messages', () => {
  it('acceptance 22: a decision is told to who gains and who proposed, in the app and by mail', async () => {
    const { gail, dylan, data, decision } = pair();
    const sheela = company.person('Sheela Word');
    await happens(gail, 'request.approved', { ...data, proposerId: sheela.id, ...decision, notes: 'Good work' });
    expect(await textsOf(dylan)).toEqual(['Gail Erickson approved a proposal for you: Mentoring, 250 points.']);
    expect(await textsOf(sheela)).toEqual([
      'Gail Erickson approved the request for Dylan Miller: Mentoring, 250 points.',
    ]);
    expect(own.mails.map((mail) => mail.to.address).sort()).toEqual([dylan.email, sheela.email].sort());
  });

  it('acceptance 31: the mail of a rejected own request says the reason', async () => {
    const { gail, dylan, data, decision } = pair();
    await happens(gail, 'request.rejected', { ...data, ...decision, notes: 'No evidence\n<b>at all</b>' });
    const [mail] = own.mails;
    expect(own.mails).toHaveLength(1);
    expect(mail).toMatchObject({
      to: { name: 'Dylan Miller', address: dylan.email },
      subject: 'Gail Erickson rejected your request: Mentoring, 250 points',
    });
    expect(mail?.text).toContain('> No evidence\n> <b>at all</b>');
    expect(mail?.text).toContain(`https://points.example.org/employee/requests/${data.requestId}`);
    expect(mail?.html).toContain('&lt;b&gt;at all&lt;/b&gt;');
    expect(mail?.html).not.toContain('<b>at all');
  });

  it('acceptance 31: a rejected proposal is told to the proposer alone', async () => {
    const { gail, dylan, data, decision } = pair();
    const sheela = company.person('Sheela Word');
    await happens(gail, 'request.rejected', { ...data, proposerId: sheela.id, ...decision, notes: 'No' });
    expect(await textsOf(dylan)).toEqual([]);
    expect(await textsOf(sheela)).toHaveLength(1);
    const missed = await inside(async () => own.notifications.live.since(await actorOf(dylan), `${dylan.id}.0`));
    expect(missed.items).toEqual([]);
  });

  it('acceptance 27: a bulk gives one summary per proposer with the right count', async () => {
    const { gail, dylan, data, decision } = pair();
    for (let index = 0; index < 3; index += 1) {
      await happens(gail, 'request.approved', { ...data, requestId: newId(), ...decision, notes: 'Fine', bulk: true });
    }
    await happens(gail, 'requests.bulk_decided', {
      decision: 'approve',
      done: 3,
      failed: 2,
      proposerId: dylan.id,
      requestIds: [],
      notes: 'Fine',
    });
    expect(await textsOf(dylan)).toEqual(['Gail Erickson approved 3 of your requests.']);
    expect(own.mails).toHaveLength(1);
  });

  it('tells once, however often the event is delivered', async () => {
    const { gail, dylan, data } = pair();
    const event = await happens(dylan, 'request.raised', data);
    await opened.storage.connection.collection('outbox').insertOne({
      _id: event?.id as never,
      organization: company.organizationId,
      nextAt: new Date(0),
      attempts: 0,
      done: [],
      dead: false,
    });
    await own.outbox.relay.drain();
    expect(await textsOf(gail)).toEqual(['Dylan Miller raised a request: Mentoring, 250 points.']);
    expect(own.mails).toHaveLength(1);
  });

  it('sends no mail of a kind that was switched off, nor to somebody who left', async () => {
    const quiet = company.person('Gail Erickson', { mail: { request_raised: false } });
    const left = { ...company.person('Jossef Goldberg'), status: 'deactivated' as const };
    company.people.set(left.id, left);
    const dylan = company.person('Dylan Miller');
    const data = requestData({ personId: dylan.id, personName: dylan.name });
    await happens(dylan, 'request.raised', { ...data, approverId: quiet.id });
    await happens(dylan, 'request.raised', { ...data, approverId: left.id });
    expect(await textsOf(quiet)).toHaveLength(1);
    expect(own.mails).toEqual([]);
  });

  it('counts what is unread and marks only own messages as read', async () => {
    const { gail, dylan, data } = pair();
    await happens(dylan, 'request.raised', data);
    await happens(dylan, 'request.raised', { ...data, requestId: newId() });
    const [reader, stranger] = [await actorOf(gail), await actorOf(dylan)];
    await inside(async () => {
      const { items } = await own.notifications.list(reader, { number: 1, size: 1 });
      expect(await own.notifications.unread(reader)).toBe(2);
      await own.notifications.markRead(stranger, [items[0]?.id ?? '']);
      expect(await own.notifications.unread(reader)).toBe(2);
      await own.notifications.markRead(reader, [items[0]?.id ?? '']);
      expect(await own.notifications.unread(reader)).toBe(1);
      await own.notifications.markRead(reader, 'all');
      expect(await own.notifications.unread(reader)).toBe(0);
    });
  });

  it('says why points were granted or corrected', async () => {
    const { gail, dylan } = pair();
    const credited = {
      entryId: newId(),
      personId: dylan.id,
      categoryCode: 'mentoring',
      quarter: '2025-Q3',
      year: 2025,
    };
    await happens(gail, 'points.credited', { ...credited, kind: 'award', points: 250 });
    await happens(gail, 'points.credited', { ...credited, kind: 'adjustment', points: -100 });
    await happens(gail, 'points.credited', { ...credited, kind: 'earn', points: 1 });
    expect((await textsOf(dylan)).sort()).toEqual([
      'You were awarded 250 points: Mentoring.',
      'Your points for Mentoring in Q3 FY 2025-26 were corrected by -100 points.',
    ]);
    expect(own.mails[0]?.text).toContain('> Helped the whole team');
  });
});

describe('the live feed', () => {
  it('acceptance 48: gives everything missed, once, in order and in pages', async () => {
    const { gail, dylan, data } = pair();
    const reader = await actorOf(gail);
    const start = await inside(() => own.notifications.live.since(reader));
    expect(start).toMatchObject({ items: [], more: false, reset: false });
    const ids = Array.from({ length: 60 }, () => newId());
    const actor = await actorOf(dylan);
    await inside(async () => {
      for (const requestId of ids) {
        await own.outbox.record(actor, {
          type: 'request.raised',
          subject: { type: 'request', id: requestId },
          data: { ...data, requestId },
        });
        await own.outbox.relay.drain();
      }
    });
    const first = await inside(() => own.notifications.live.since(reader, start.cursor));
    const second = await inside(() => own.notifications.live.since(reader, first.cursor));
    expect(first).toMatchObject({ more: true, reset: false });
    expect(second).toMatchObject({ more: false, reset: false });
    const missed = [...first.items, ...second.items];
    expect(missed.filter(({ name }) => name === 'request_raised').map(({ data: told }) => told['requestId'])).toEqual(
      ids,
    );
    expect(new Set(missed.map(({ cursor }) => cursor)).size).toBe(missed.length);
    expect(await inside(() => own.notifications.live.since(reader, second.cursor))).toMatchObject({
      items: [],
      reset: false,
    });
  });

  it('asks for a fresh start when the cursor is of somebody else, unknown or too old', async () => {
    const { gail, dylan, data } = pair();
    const reader = await actorOf(gail);
    await happens(dylan, 'request.raised', data);
    for (const cursor of [`${dylan.id}.0`, 'nonsense', `${gail.id}.99`]) {
      expect(await inside(() => own.notifications.live.since(reader, cursor))).toMatchObject({
        items: [],
        reset: true,
      });
    }
    await opened.storage.connection.collection('live_items').deleteMany({ personId: gail.id });
    expect(await inside(() => own.notifications.live.since(reader, `${gail.id}.0`))).toMatchObject({
      items: [],
      reset: true,
    });
  });
});
