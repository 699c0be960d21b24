import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFiguresWorld, type FiguresWorld } from '../../../test/support/figures-world.js';
import { silentLogger } from '../../../test/support/temporary-storage.js';
import { wireModules, WORLD_START, type Tenant } from '../../../test/support/world.js';
import type { PersonActor } from '../../kernel/actor.js';
import type { AnyStoredEvent } from '../../kernel/events.js';
import type { LedgerModule } from '../ledger/index.js';
import type { LeaderboardModule } from '../leaderboard/index.js';
import { createVerification, type VerificationModule } from './index.js';

let world: FiguresWorld;
let verification: VerificationModule;
/** Of another process on the same database. */
let other: VerificationModule;
let anotherProcess: () => Promise<VerificationModule>;
let tenant: Tenant;
let central: PersonActor;
let personId: string;
/** What the first looks at waits for this. */
let gate: Promise<void> = Promise.resolve();
/** Boards wait for what is on its way to them, so only one test looks at them. */
let boards = false;
const logged: { code?: string; differences?: number }[] = [];

beforeAll(async () => {
  world = await createFiguresWorld();
  // Tests before this one left differences in theirs.
  const organizations = {
    current: () => world.organizations.current(),
    list: () => Promise.resolve([tenant.organization]),
  };
  const leaderboard: Pick<LeaderboardModule, 'verify'> = {
    async *verify() {
      if (boards) yield* world.leaderboard.verify();
    },
  };
  const ledger: Pick<LedgerModule, 'verify' | 'extent'> = {
    extent: () => world.ledger.extent(),
    async *verify(looked) {
      await gate;
      yield* world.ledger.verify(looked);
    },
  };
  const logger = { ...silentLogger, error: (first: object) => void logged.push(first) };
  verification = createVerification({ ...world, organizations, ledger, leaderboard, logger: logger as never });
  anotherProcess = async () => {
    const storage = await world.connect();
    const modules = wireModules(storage, world.clock, world.folder);
    const shared = { ...modules, storage, clock: world.clock };
    const limited = { ...modules.organizations, ...organizations };
    return createVerification({ ...shared, organizations: limited, leaderboard, logger: silentLogger });
  };
  other = await anotherProcess();
  await world.storage.prepare();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.set(WORLD_START);
  tenant = await world.tenant();
  central = await tenant.actor({ grants: ['central'] });
  ({ id: personId } = await tenant.person());
  await world.credit(tenant, personId);
  logged.length = 0;
  boards = false;
});

const tamper = (collection: string, filter: object, update: object) =>
  world.storage.connection.collection(collection).updateOne(filter, update);

async function events(type: AnyStoredEvent['type']): Promise<readonly AnyStoredEvent[]> {
  return tenant.run(async () => (await world.outbox.events.list({ types: [type] }, { number: 1, size: 50 })).items);
}

/** The night's verification of the first process, which waits before it looks at the first entry. */
async function begunAtNight() {
  let release: () => void = () => undefined;
  gate = new Promise((resolve) => {
    release = resolve;
  });
  const going = verification.verifyNightlyEverywhere();
  await expect.poll(() => verification.list(central)).toMatchObject([{ status: 'running' }]);
  return { going, release };
}

async function verified() {
  await verification.start(central);
  await verification.settled();
  const [newest] = await verification.list(central);
  return newest;
}

describe('verifying now', () => {
  it('finds nothing where nothing differs, says how much it looked at, and alerts nobody', async () => {
    expect(await verified()).toMatchObject({
      ...{ status: 'completed', cause: 'person', by: central.name },
      ...{ entries: 1, total: 1, found: 0, differences: [] },
    });
    expect(await events('verification.failed')).toEqual([]);
    expect(await events('verification.completed')).toHaveLength(1);
    expect(logged).toEqual([]);
  });

  it('names an altered entry, a wrong total and a wrong board, and changes none of them', async () => {
    const { id } = await world.credit(tenant, personId);
    await tamper('entries', { _id: id }, { $set: { points: 4000 } });
    await tamper('ledger_totals', { person: personId, period: '2025-Q3' }, { $inc: { bonus: 7 } });
    await tamper('boards', { person: personId, period: 'all' }, { $inc: { regular: 5 } });
    boards = true;
    for (const again of [false, true]) {
      const result = await verified();
      const named = result?.differences.map(({ of, type, personId: whose }) => `${of} ${type} ${whose ?? ''}`);
      expect(named, again ? 'again' : 'at first').toEqual(
        expect.arrayContaining([
          `ledger entry.altered ${personId}`,
          `ledger total.wrong ${personId}`,
          `boards score.wrong ${personId}`,
        ]),
      );
      expect(result?.found).toBe(named?.length);
    }
    expect(await events('verification.failed')).toHaveLength(2);
    expect(logged).toMatchObject([{ code: 'verification.differences' }, { code: 'verification.differences' }]);
  });

  it('twice at once is one run, also from another process', async () => {
    let open: () => void = () => undefined;
    gate = new Promise((resolve) => (open = resolve));
    const one = await verification.start(central);
    const [two, three] = await Promise.all([verification.start(central), other.start(central)]);
    expect(await other.list(central)).toMatchObject([{ id: one.id, status: 'running' }]);
    open();
    expect(new Set([one.id, two.id, three.id]).size).toBe(1);
    await Promise.all([verification.settled(), other.settled()]);
    expect(await verification.list(central)).toHaveLength(1);
  });

  it('is for central administration alone', async () => {
    const hr = await tenant.actor({ grants: ['hr'] });
    expect(() => verification.start(hr)).toThrow();
    expect(() => verification.list(hr)).toThrow();
  });

  it('names a hundred differences, counts all, and keeps thirty results', async () => {
    await tamper('ledger_accounts', { person: personId }, { $set: { entries: 151 } });
    expect(await verified()).toMatchObject({ found: 150, differences: { length: 100 } });
    const stored = world.storage.connection.collection('verifications');
    const [last] = await stored.find({ organization: tenant.organization.id }).toArray();
    const earlier = Array.from({ length: 30 }, (_, day) => ({
      ...{ ...last, _id: `earlier ${day} ${personId}`, startedAt: new Date(Date.UTC(2025, 8, 1 + day)) },
    }));
    await stored.insertMany(earlier as never);
    await verified();
    expect(await stored.countDocuments({ organization: tenant.organization.id })).toBe(30);
  });

  it('that lost its process is said to be interrupted, and does not stand in the way of the next', async () => {
    const { id } = await verification.start(central);
    await verification.settled();
    // As a killed process leaves it.
    await tamper('verifications', { _id: id }, { $set: { status: 'running', completedAt: null } });
    expect(await other.list(central)).toMatchObject([{ id, status: 'interrupted' }]);
    expect(await verified()).toMatchObject({ status: 'completed' });
    expect((await other.list(central)).map(({ status }) => status)).toEqual(['completed', 'interrupted']);
  });
});

describe('at night', () => {
  const NIGHT = '2025-11-12T21:00:00Z'; // 2:30 in Kolkata, of the 13th

  it('verifies once, whichever process comes first, and by day not at all', async () => {
    await verification.verifyNightlyEverywhere();
    expect(await verification.list(central)).toEqual([]);
    world.clock.set(NIGHT);
    await Promise.all([verification.verifyNightlyEverywhere(), other.verifyNightlyEverywhere()]);
    world.clock.advance(10 * 60_000);
    await other.verifyNightlyEverywhere();
    expect(await verification.list(central)).toMatchObject([{ cause: 'night', status: 'completed', found: 0 }]);
    world.clock.advance(24 * 3_600_000);
    await verification.verifyNightlyEverywhere();
    expect(await verification.list(central)).toHaveLength(2);
  });

  it('is caught up by day where two nights were missed, once, and never just after midnight', async () => {
    await verification.verifyNightlyEverywhere();
    // Noon, when one night has gone by; midnight before the second; noon after it.
    for (const moment of ['2025-11-13T06:30:00Z', '2025-11-13T18:31:00Z']) {
      world.clock.set(moment);
      await verification.verifyNightlyEverywhere();
    }
    expect(await verification.list(central)).toEqual([]);
    world.clock.set('2025-11-14T06:30:00Z');
    await Promise.all([verification.verifyNightlyEverywhere(), other.verifyNightlyEverywhere()]);
    world.clock.advance(10 * 60_000);
    await verification.verifyNightlyEverywhere();
    expect(await verification.list(central)).toMatchObject([{ cause: 'night', status: 'completed' }]);
  });

  it('is done again in the same night where its process was lost', async () => {
    world.clock.set(NIGHT);
    const { going, release } = await begunAtNight();
    world.clock.advance(10 * 60_000);
    await other.verifyNightlyEverywhere();
    expect((await other.list(central)).map(({ status }) => status)).toEqual(['completed', 'interrupted']);
    release();
    await going;
  });

  it('alerts once where something differs', async () => {
    await tamper('ledger_totals', { person: personId, period: 'all' }, { $inc: { regular: 1 } });
    world.clock.set(NIGHT);
    await verification.verifyNightlyEverywhere();
    world.clock.advance(10 * 60_000);
    await verification.verifyNightlyEverywhere();
    const alerts = await events('verification.failed');
    expect(alerts.map(({ data }) => data)).toMatchObject([{ people: 1 }]);
    expect(logged.filter(({ code }) => code === 'verification.differences')).toHaveLength(1);
    expect((await verification.lastEverywhere()).differing).toBeGreaterThan(0);
  });
});

describe('in a process that stops', () => {
  it('ends before the next step, which alerts nobody, and the next one looks at everything', async () => {
    await other.stop();
    const { id } = await other.start(central);
    await other.settled();
    expect(await verification.list(central)).toMatchObject([{ id, status: 'interrupted', found: 0 }]);
    expect(await events('verification.failed')).toEqual([]);
    expect(await verified()).toMatchObject({ status: 'completed', entries: 1 });
  });

  it('gives back its night, which another process verifies', async () => {
    world.clock.set('2025-11-12T21:00:00Z');
    const { going, release } = await begunAtNight();
    const stopped = verification.stop();
    release();
    await Promise.all([stopped, going]);
    expect(await verification.list(central)).toMatchObject([{ cause: 'night', status: 'interrupted' }]);
    await (await anotherProcess()).verifyNightlyEverywhere();
    expect((await verification.list(central)).map(({ status }) => status)).toEqual(['completed', 'interrupted']);
  });
});
