import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PersonActor } from '../../src/kernel/actor.js';
import { systemClock } from '../../src/kernel/clock.js';
import { newId } from '../../src/kernel/ids.js';
import type { Person } from '../../src/modules/people/index.js';
import type { AnyNewEvent } from '../../src/platform/outbox/outbox.js';
import { audit } from '../../src/web/text/en/audit.js';
import {
  connected,
  inOrganization,
  liveCompany,
  liveProcess,
  liveServer,
  recording,
  requestData,
  type LiveCompany,
  type LiveProcess,
} from '../support/live-world.js';
import { createTestStorage, type TestStorage } from '../support/storage.js';

/** All that rooms of several people may ever be told. */
const ALLOWED = ['requestId', 'requestIds', 'entryId', 'entryIds', 'unit', 'count'];
const INTERVAL = 250;
const WAIT = { timeout: 10_000, interval: 20 };
const CANARY = 'canary-of-a-private-word';

const ALL_TYPES = Object.keys(audit)
  .filter((key) => key.startsWith('audit.type.'))
  .map((key) => key.slice('audit.type.'.length));

describe('live events of many at once', () => {
  let opened: TestStorage;
  let company: LiveCompany;
  let own: LiveProcess;
  let server: Awaited<ReturnType<typeof liveServer>>;
  beforeAll(async () => {
    opened = await createTestStorage();
  });
  afterAll(() => opened.close());
  beforeEach(async () => {
    company = liveCompany();
    own = liveProcess(company, opened.storage, systemClock);
    server = await liveServer(company, own, systemClock, { boardIntervalMs: 100, hintIntervalMs: INTERVAL });
    await opened.storage.prepare();
  });
  afterEach(() => server.close());

  const actorOf = async (person: Person) => (await company.access.actorOf(person.id)) as PersonActor;

  async function open(person: Person) {
    const socket = server.client({ token: company.tokenOf(person) });
    const got = recording(socket);
    await connected(socket);
    return got;
  }

  async function happen(by: Person, ...events: AnyNewEvent[]): Promise<void> {
    const actor = await actorOf(by);
    await inOrganization(company.organizationId, () => own.outbox.record(actor, ...events));
    await own.outbox.relay.drain();
  }

  /** How often a page was told something, and of how many records. */
  const sum = (got: readonly { name: string; data: Record<string, unknown> }[], name: string) => {
    const hints = got.filter((one) => one.name === name && one.data['cursor'] === undefined);
    const records = new Set(
      hints.flatMap(({ data }) => (data['requestIds'] as string[] | undefined) ?? [data['requestId']]),
    );
    return { messages: hints.length, records: records.size };
  };

  const people = () => {
    const partner = company.person('Peter Krebs', { grants: [{ unit: 'dp', duty: 'viewer' }] });
    return {
      partner,
      decider: company.person('Hao Chen', { grants: [{ unit: 'ta', duty: 'validator' }] }),
      peer: company.person('Willis Johnson', { grants: [{ unit: 'ta', duty: 'validator' }] }),
      proposer: company.person('Mindy Martin', { grants: [{ unit: 'ta', duty: 'updater' }] }),
      hr: company.person('Paula Barreto de Mattos', { grants: [{ unit: 'hr', duty: 'admin' }] }),
      gains: company.person('Dylan Miller', { dpId: partner.id }),
    };
  };

  it('100 decisions of a bulk are a handful of messages for everybody who looks, and one item for who proposed', async () => {
    const { partner, decider, peer, proposer, hr, gains } = people();
    const [deciders, peers, proposers, hrs, partners] = [
      await open(decider),
      await open(peer),
      await open(proposer),
      await open(hr),
      await open(partner),
    ];
    const before = Date.now();
    const decision = { deciderId: decider.id, deciderName: decider.name, notes: CANARY, bulk: true };
    const requests = Array.from({ length: 100 }, () =>
      requestData({
        unit: 'ta',
        personId: gains.id,
        personName: gains.name,
        approverId: decider.id,
        proposerId: proposer.id,
      }),
    );
    await happen(
      decider,
      ...requests.map((data) => ({
        type: 'request.approved' as const,
        subject: { type: 'request', id: data.requestId },
        data: { ...data, ...decision },
      })),
      {
        type: 'requests.bulk_decided',
        subject: { type: 'person', id: proposer.id },
        data: {
          decision: 'approve',
          done: 100,
          failed: 0,
          proposerId: proposer.id,
          requestIds: requests.map(({ requestId }) => requestId),
          notes: CANARY,
        },
      },
    );
    for (const got of [deciders, peers, hrs, partners, proposers]) {
      await vi.waitFor(() => expect(sum(got, 'request_decided').records).toBe(100), WAIT);
      // At once, then one an interval while the events are delivered, and one after the last.
      const most = 2 + Math.ceil((Date.now() - before) / INTERVAL);
      expect(sum(got, 'request_decided').messages).toBeLessThanOrEqual(most);
      expect(JSON.stringify(got)).not.toContain(`"${CANARY}"`);
    }
    expect(deciders.filter(({ data }) => data['cursor'] !== undefined)).toEqual([]);
    // The last event of them all, for one person; what many are told may come before.
    await vi.waitFor(
      () =>
        expect(
          proposers.filter(({ data }) => data['cursor'] !== undefined).map(({ name, data }) => [name, data['count']]),
        ).toEqual([
          ['request_decided', 100],
          ['notification', undefined],
        ]),
      WAIT,
    );
  });

  it('proposals of a file tell each validator and the updater once, and the unit together', async () => {
    const { decider, peer, proposer, gains } = people();
    const [deciders, peers, proposers] = [await open(decider), await open(peer), await open(proposer)];
    const requests = Array.from({ length: 300 }, () =>
      requestData({
        unit: 'ta',
        personId: gains.id,
        personName: gains.name,
        approverId: decider.id,
        proposerId: proposer.id,
        bulk: true,
      }),
    );
    await happen(
      proposer,
      ...requests.map((data) => ({
        type: 'request.proposed' as const,
        subject: { type: 'request', id: data.requestId },
        data,
      })),
      {
        type: 'requests.proposed',
        subject: { type: 'person', id: decider.id },
        data: { validatorId: decider.id, unit: 'ta', count: 300, importId: newId() },
      },
    );
    await vi.waitFor(
      () => expect(peers.reduce((count, { data }) => count + Number(data['count'] ?? 1), 0)).toBe(300),
      WAIT,
    );
    expect(peers.length).toBeLessThan(150);
    expect(
      Math.max(...peers.map(({ data }) => (data['requestIds'] as unknown[] | undefined)?.length ?? 1)),
    ).toBeLessThanOrEqual(100);
    for (const got of [deciders, proposers]) {
      const counts = () =>
        got
          .filter(({ name, data }) => name === 'request_raised' && data['cursor'] !== undefined)
          .map(({ data }) => data['count']);
      await vi.waitFor(() => expect(counts()).toEqual([300]), WAIT);
    }
  });

  it('tells somebody of the unit who was told of one request by himself still of the others', async () => {
    const { decider, peer, proposer, gains } = people();
    const [deciders] = [await open(decider)];
    const raised = (approver: Person) =>
      requestData({
        unit: 'ta',
        personId: gains.id,
        personName: gains.name,
        approverId: approver.id,
        proposerId: proposer.id,
      });
    const [first, second, third] = [raised(decider), raised(decider), raised(peer)];
    await happen(
      proposer,
      ...[first, second, third].map((data) => ({
        type: 'request.proposed' as const,
        subject: { type: 'request', id: data.requestId },
        data,
      })),
    );
    const heardOf = () =>
      new Set(deciders.flatMap(({ data }) => (data['requestIds'] as string[] | undefined) ?? [data['requestId']]));
    await vi.waitFor(() => expect(heardOf()).toContain(third.requestId), WAIT);
    expect(heardOf()).toContain(first.requestId);
  });

  it('nothing private is ever told to several people: every type of event, every shared room', async () => {
    const { partner, decider, hr, gains, peer } = people();
    // None of these is named by the events, so that whatever they get came through a room.
    const rooms = [await open(peer), await open(hr), await open(partner)];
    expect(ALL_TYPES.length).toBeGreaterThan(50);
    const ids = { requestId: newId(), entryId: newId(), requestIds: [newId()] };
    const words = {
      personName: CANARY,
      categoryName: CANARY,
      notes: CANARY,
      reason: CANARY,
      fromName: CANARY,
      toName: CANARY,
      deciderName: CANARY,
      name: CANARY,
      message: CANARY,
      email: CANARY,
      points: 4711,
      month: '2025-10',
      basisPoints: 8800,
    };
    for (const type of ALL_TYPES) {
      const data = {
        ...ids,
        ...words,
        unit: 'ta',
        categoryCode: 'interviews',
        kind: 'award',
        personId: gains.id,
        approverId: decider.id,
        proposerId: gains.id,
        deciderId: decider.id,
        validatorId: decider.id,
        toId: decider.id,
        fromId: null,
        from: [],
        count: 3,
        done: 3,
        failed: 0,
        decision: 'approve',
        colleagueIds: [],
        hrIds: [],
        deciders: [],
        delegates: [],
        formerDelegateIds: [],
        fields: ['notes'],
        grants: [],
        quarter: '2025-Q3',
        year: 2025,
        of: 1,
        left: 0,
        early: false,
        cause: 'reassigned',
        by: 'clock',
        oldest: { requestId: ids.requestId, unit: 'ta', categoryName: CANARY, personName: CANARY, workingDays: 3 },
      };
      await happen(decider, { type, subject: { type: 'person', id: gains.id }, data } as never);
    }
    await vi.waitFor(() =>
      expect(rooms.every((got) => got.some(({ name }) => name === 'leaderboard_update'))).toBe(true),
    );
    const told = rooms.flat().filter(({ data }) => data['cursor'] === undefined);
    expect(new Set(told.map(({ name }) => name))).toEqual(
      new Set(['request_raised', 'request_decided', 'request_reassigned', 'points_updated', 'leaderboard_update']),
    );
    for (const { name, data } of told) {
      expect([name, Object.keys(data).filter((key) => !ALLOWED.includes(key))]).toEqual([name, []]);
      expect(JSON.stringify(data)).not.toMatch(new RegExp(`${CANARY}|4711|8800|${gains.id}`));
    }
  });
});
