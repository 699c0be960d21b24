import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemActor } from '../../../src/kernel/actor.js';
import { ManualClock } from '../../../src/kernel/clock.js';
import { newId } from '../../../src/kernel/ids.js';
import { createOutbox, type Outbox } from '../../../src/platform/outbox/index.js';
import { inOrganization } from '../../../src/platform/request-context.js';
import type { Storage } from '../../../src/platform/storage/index.js';
import { createTestStorage, type TestStorage } from '../../support/storage.js';
import { silentLogger } from '../../support/temporary-storage.js';

const SECOND = 1000;
const LEASE = 15 * SECOND;
const BATCH = 50;
const NEVER = 3_600_000;
const WAIT = { timeout: 20_000, interval: 2 };
const organizationId = newId();
const actor = systemActor(organizationId, 'test');

describe('the relay of events', () => {
  const clock = new ManualClock('2025-11-12T06:00:00Z');
  let database: TestStorage;
  let processes: { storage: Storage; outbox: Outbox }[] = [];
  let gates: (() => void)[] = [];
  beforeAll(async () => {
    database = await createTestStorage();
  });
  afterAll(() => database.close());
  beforeEach(() => database.storage.connection.collection('outbox').deleteMany({}));
  afterEach(async () => {
    // A test that failed may have left consumers waiting.
    for (const open of gates) open();
    gates = [];
    for (const { storage, outbox } of processes) {
      await outbox.relay.stop();
      await storage.close();
    }
    processes = [];
  });

  /** Something that happens once and that others wait for. */
  function gate() {
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    gates.push(open);
    return { open: () => open(), opened };
  }

  type Consume = (subjectId: string) => Promise<void> | void;

  /** A process of its own with one consumer, and what that was given. */
  async function startProcess(consume: Consume = () => undefined, renewEveryMs = NEVER) {
    const storage = await database.connect();
    const outbox = createOutbox({ storage, clock, logger: silentLogger, renewEveryMs });
    const seen: string[] = [];
    outbox.subscribe('first', ['person.registered'], async ({ subject }) => {
      seen.push(subject.id);
      await consume(subject.id);
    });
    await storage.prepare();
    processes.push({ storage, outbox });
    return { storage, outbox, relay: outbox.relay, seen };
  }

  /** Records events about subjects `0`, `1` and so on, and answers these in order. */
  async function happen(outbox: Outbox, count: number): Promise<string[]> {
    const subjects = Array.from({ length: count }, (_, index) => String(index));
    await inOrganization(organizationId, () =>
      outbox.record(
        actor,
        ...subjects.map((id) => ({
          type: 'person.registered' as const,
          subject: { type: 'person' as const, id },
          data: { employeeId: id },
        })),
      ),
    );
    return subjects;
  }

  const stored = () => database.storage.connection.collection('outbox').find({}).sort({ _id: 1 }).toArray();

  it('hands over what is due in order and deletes it, also more than is taken at a time', async () => {
    const { outbox, relay, seen } = await startProcess();
    const subjects = await happen(outbox, BATCH * 2 + 7);
    await relay.drain();
    expect(seen).toEqual(subjects);
    expect(await stored()).toEqual([]);
  });

  it('hands over what a consumer makes happen meanwhile in the same drain', async () => {
    const { outbox, relay, seen } = await startProcess(async () => {
      if (seen.length === 1) await happen(outbox, 2);
    });
    await happen(outbox, 1);
    await relay.drain();
    expect(seen).toEqual(['0', '0', '1']);
    expect(await stored()).toEqual([]);
  });

  it('deletes a message whose event is gone', async () => {
    const { outbox, relay, seen } = await startProcess();
    await happen(outbox, 3);
    const [, gone] = await stored();
    await database.storage.connection.collection('events').deleteOne({ _id: gone?._id as never });
    await relay.drain();
    expect(seen).toEqual(['0', '2']);
    expect(await stored()).toEqual([]);
  });

  it('tries again only what failed, with whom it failed, and gives up after twelve failures', async () => {
    let fails = true;
    const { outbox, relay, seen } = await startProcess((subjectId) => {
      if (fails && subjectId === '2') throw new Error('not today');
    });
    const second: string[] = [];
    outbox.subscribe('second', ['person.registered'], ({ subject }) => Promise.resolve(void second.push(subject.id)));
    const subjects = await happen(outbox, 5);
    await relay.drain();
    expect([seen, second]).toEqual([subjects, subjects]);
    const [message, ...others] = await stored();
    expect(others).toEqual([]);
    expect(message).toMatchObject({ attempts: 1, done: ['second'], dead: false, lastError: 'not today', claim: null });
    expect(message?.['nextAt']).toEqual(new Date(clock.now().getTime() + SECOND));

    await relay.drain();
    expect(seen).toHaveLength(5);
    for (let attempts = 2; attempts < 12; attempts += 1) {
      clock.advance(600 * SECOND);
      await relay.drain();
      expect(await stored()).toMatchObject([{ attempts, dead: false }]);
    }
    expect(await relay.backlog()).toEqual({ waiting: 1, dead: 0 });
    clock.advance(600 * SECOND);
    await relay.drain();
    expect(await stored()).toMatchObject([{ attempts: 12, dead: true }]);
    expect(await relay.backlog()).toEqual({ waiting: 0, dead: 1 });
    fails = false;
    clock.advance(600 * SECOND);
    await relay.drain();
    expect(seen).toHaveLength(5 + 11);
    expect(second).toEqual(subjects);
  });

  it('what was delivered before a failure is not kept waiting for the rest of the batch', async () => {
    const slow = gate();
    const { outbox, relay } = await startProcess(async (subjectId) => {
      if (subjectId === '2') throw new Error('not today');
      if (subjectId === '3') await slow.opened;
    });
    await happen(outbox, 5);
    const drained = relay.drain();
    await expect.poll(async () => (await stored()).length, WAIT).toBe(3);
    slow.open();
    await drained;
    expect(await stored()).toMatchObject([{ attempts: 1, done: [] }]);
  });

  it('two processes give each event to one of them, in order, none twice', async () => {
    const began = new Set<string>();
    const both = gate();
    const takesPart = (name: string) => async () => {
      began.add(name);
      if (began.size === 2) both.open();
      // So that neither does everything before the other has begun.
      await both.opened;
    };
    const one = await startProcess(takesPart('one'));
    const two = await startProcess(takesPart('two'));
    const subjects = await happen(one.outbox, 200);
    await Promise.all([one.relay.drain(), two.relay.drain()]);
    const inOrder = (list: readonly string[]) => [...list].sort((a, b) => Number(a) - Number(b));
    expect(inOrder([...one.seen, ...two.seen])).toEqual(subjects);
    for (const { seen } of [one, two]) {
      expect(seen.length).toBeGreaterThanOrEqual(1);
      expect(seen).toEqual(inOrder(seen));
    }
    expect(await stored()).toEqual([]);
  });

  it('a slow consumer keeps what its process took, and what is delivered goes meanwhile', async () => {
    const slow = gate();
    const busy = await startProcess(async (subjectId) => {
      if (subjectId === '1') await slow.opened;
    }, 5);
    const other = await startProcess();
    const subjects = await happen(busy.outbox, 4);
    const drained = busy.relay.drain();
    await expect.poll(async () => (await stored()).length, WAIT).toBe(3);
    for (let step = 0; step < 4; step += 1) {
      clock.advance(LEASE - SECOND);
      const until = clock.now().getTime() + LEASE;
      await expect
        .poll(async () => (await stored()).map(({ nextAt }) => (nextAt as Date).getTime()), WAIT)
        .toEqual([until, until, until]);
      await other.relay.drain();
    }
    slow.open();
    await drained;
    expect(busy.seen).toEqual(subjects);
    expect(other.seen).toEqual([]);
    expect(await stored()).toEqual([]);
  });

  it('a stop ends after the event at hand and gives back the rest at once', async () => {
    const [atHand, slow] = [gate(), gate()];
    const stopping = await startProcess(async () => {
      atHand.open();
      await slow.opened;
    });
    const next = await startProcess();
    await happen(stopping.outbox, 4);
    stopping.relay.start();
    await atHand.opened;
    const stopped = stopping.relay.stop();
    slow.open();
    await stopped;
    expect(stopping.seen).toEqual(['0']);
    const rest = { attempts: 0, claim: null, done: [], dead: false };
    expect(await stored()).toMatchObject([rest, rest, rest]);
    await next.relay.drain();
    expect(next.seen).toEqual(['1', '2', '3']);
    expect(await stored()).toEqual([]);
  });

  it('what a killed process had taken comes after the lease, whole and as if untried', async () => {
    const [atHand, forEver] = [gate(), gate()];
    const killed = await startProcess(async (subjectId) => {
      if (subjectId !== '1') return;
      atHand.open();
      await forEver.opened;
    });
    const next = await startProcess();
    const subjects = await happen(killed.outbox, 4);
    const drained = killed.relay.drain();
    await atHand.opened;
    await killed.storage.close();
    clock.advance(LEASE - 1);
    await next.relay.drain();
    expect(next.seen).toEqual([]);
    expect(await stored()).toMatchObject(subjects.map(() => ({ attempts: 0, done: [] })));
    clock.advance(1);
    await next.relay.drain();
    expect(next.seen).toEqual(subjects);
    expect(await stored()).toEqual([]);
    forEver.open();
    await expect(drained).rejects.toThrow();
  });

  it.each([{ ends: 'well' }, { ends: 'badly' }])(
    'a process that slept longer than its lease changes nothing that another took; the event at hand ends $ends',
    async ({ ends }) => {
      const [asleep, awake, atHand, goesOn] = [gate(), gate(), gate(), gate()];
      const late = await startProcess(async (subjectId) => {
        if (subjectId !== '1') return;
        asleep.open();
        await awake.opened;
        if (ends === 'badly') throw new Error('slept badly');
      });
      const next = await startProcess(async (subjectId) => {
        if (subjectId !== '2') return;
        atHand.open();
        await goesOn.opened;
      });
      const subjects = await happen(late.outbox, 4);
      const lateDrained = late.relay.drain();
      await asleep.opened;
      clock.advance(LEASE);
      const nextDrained = next.relay.drain();
      await atHand.opened;
      const taken = await stored();
      expect(taken).toHaveLength(4);
      awake.open();
      await lateDrained;
      expect(late.seen).toEqual(['0', '1']);
      expect(await stored()).toEqual(taken);
      goesOn.open();
      await nextDrained;
      expect(next.seen).toEqual(subjects);
      expect(await stored()).toEqual([]);
    },
  );

  it('messages of earlier versions, without a claim, are taken like others', async () => {
    const { outbox, relay, seen } = await startProcess();
    await happen(outbox, 1);
    const [message] = await stored();
    expect(message).not.toHaveProperty('claim');
    // One that was taken and put off when being taken still counted.
    const queue = database.storage.connection.collection('outbox');
    await queue.updateOne({ _id: message?._id as never }, { $set: { attempts: 3, lastError: 'not then' } });
    await relay.drain();
    expect(seen).toEqual(['0']);
    expect(await stored()).toEqual([]);
  });
});
