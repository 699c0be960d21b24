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

const clock = new ManualClock('2025-11-12T06:00:00Z');
const words = { reason: 'Until Monday.' };

describe('what people are told of requests that move or wait too long', () => {
  let opened: TestStorage;
  let company: LiveCompany;
  let own: LiveProcess;
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

  async function happens<T extends EventType>(by: Person, type: T, data: EventData[T]): Promise<void> {
    const actor = await actorOf(by);
    const news = { type, subject: { type: 'request', id: newId() }, data } as unknown as AnyNewEvent;
    await inside(() => own.outbox.record(actor, news));
    await own.outbox.relay.drain();
  }

  async function told(person: Person): Promise<(readonly [string, string | null])[]> {
    const actor = await actorOf(person);
    const { items } = await inside(() => own.notifications.list(actor, { number: 1, size: 20 }));
    return items.map(({ text, href }) => [text, href]);
  }

  async function liveNames(person: Person): Promise<string[]> {
    const page = await inside(async () => own.notifications.live.since(await actorOf(person), `${person.id}.0`));
    return page.items.map(({ name }) => name);
  }

  function everybody() {
    const [paula, gail, jo, dylan] = ['Paula Barreto', 'Gail Erickson', 'Jo Brown', 'Dylan Miller'].map((name) =>
      company.person(name),
    ) as [Person, Person, Person, Person];
    const data = requestData({ personId: dylan.id, personName: dylan.name, approverId: jo.id });
    const move = { fromId: gail.id, fromName: gail.name, toId: jo.id, toName: jo.name, ...words };
    return { paula, gail, jo, dylan, data, move };
  }

  it('tells both deciders of one that was handed over; the pages of all three learn it', async () => {
    const { paula, gail, jo, dylan, data, move } = everybody();
    await happens(paula, 'request.reassigned', { ...data, ...move, cause: 'reassigned' });
    const about = 'Mentoring, 250 points, for Dylan Miller.';
    expect(await told(jo)).toEqual([
      [
        `Paula Barreto handed a request to you that waited for Gail Erickson: ${about}`,
        `/${data.unit}/requests/${data.requestId}`,
      ],
    ]);
    expect(await told(gail)).toEqual([
      [`Paula Barreto handed a request that waited for you to Jo Brown: ${about}`, null],
    ]);
    expect(await told(dylan)).toEqual([]);
    expect(own.mails.map(({ to }) => to.address).sort()).toEqual([jo.email, gail.email].sort());
    expect(own.mails[0]?.text).toContain('> Until Monday.');
    for (const person of [jo, gail]) expect(await liveNames(person)).toEqual(['request_reassigned', 'notification']);
    expect(await liveNames(dylan)).toEqual(['request_reassigned']);
  });

  it('gives one summary for several, to whoever has them and to each who had them', async () => {
    const { paula, gail, jo, dylan, data, move } = everybody();
    for (let count = 0; count < 3; count += 1) {
      await happens(paula, 'request.reassigned', { ...data, ...move, cause: 'reassigned', bulk: true });
    }
    expect(await told(jo)).toEqual([]);
    const from = [
      { id: gail.id, name: gail.name, count: 2 },
      { id: dylan.id, name: dylan.name, count: 1 },
    ];
    const summary = {
      toId: jo.id,
      toName: jo.name,
      fromId: null,
      unit: 'pm',
      requestIds: ['a', 'b', 'c'],
      from,
      ...words,
    };
    await happens(paula, 'requests.reassigned', { ...summary, cause: 'handed over' });
    expect(await told(jo)).toEqual([
      ['Paula Barreto handed 3 requests to you that waited for Gail Erickson and Dylan Miller.', '/pm/requests'],
    ]);
    expect(await told(gail)).toEqual([['Paula Barreto handed 2 requests that waited for you to Jo Brown.', null]]);
    expect(await told(dylan)).toEqual([['Paula Barreto handed a request that waited for you to Jo Brown.', null]]);
  });

  it.each([
    [
      'delegated',
      'Gail Erickson is away; you decide 2 requests.',
      'While you are away, Jo Brown decides 2 requests of yours.',
    ],
    ['returned', null, 'Jo Brown is back and decides 2 requests that waited for you.'],
    [
      'taken over',
      'Paula Barreto handed 2 requests to you that waited for Gail Erickson.',
      'Jo Brown took over 2 requests that waited for you.',
    ],
  ] as const)('says what it is: %s', async (cause, now, before) => {
    const { paula, gail, jo, move } = everybody();
    const from = [{ id: gail.id, name: gail.name, count: 2 }];
    await happens(paula, 'requests.reassigned', { ...move, unit: 'pm', requestIds: ['a', 'b'], from, cause });
    expect((await told(jo)).map(([text]) => text)).toEqual(now === null ? [] : [now]);
    expect((await told(gail)).map(([text]) => text)).toEqual([before]);
  });

  it('reminds a decider, and tells others of what waits too long', async () => {
    const { paula, gail, jo } = everybody();
    const oldest = {
      requestId: 'r',
      unit: 'ta',
      categoryName: 'Interviews',
      personName: 'Dylan Miller',
      workingDays: 2,
    };
    await happens(paula, 'requests.reminded', { deciderId: jo.id, requestIds: ['r'], by: 'clock', oldest });
    await happens(paula, 'requests.reminded', { deciderId: jo.id, requestIds: ['r', 's'], by: 'manual', oldest });
    expect((await told(jo)).reverse()).toEqual([
      ['A request waits for your decision: Interviews of Dylan Miller, for 2 working days.', '/ta/requests/r'],
      [
        '2 requests wait for your decision, the oldest of them Interviews of Dylan Miller, for 2 working days. Paula Barreto asks you to decide.',
        '/ta/requests',
      ],
    ]);
    await happens(paula, 'requests.escalated', {
      unit: 'ta',
      requestIds: ['r', 's'],
      deciders: [{ id: jo.id, name: jo.name, count: 2 }],
      oldest: { ...oldest, workingDays: 5 },
      colleagueIds: [gail.id],
      hrIds: [paula.id],
    });
    const text =
      '2 requests have waited too long for Jo Brown: the oldest is Interviews of Dylan Miller, for 5 working days.';
    expect(await told(gail)).toEqual([[text, '/ta/requests']]);
    expect(await told(paula)).toEqual([[text, '/hr/pending-tracker?status=escalated']]);
  });
});
