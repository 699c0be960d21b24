import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import type { BonusesModule } from '../../../src/modules/bonuses/index.js';
import type { LedgerModule } from '../../../src/modules/ledger/index.js';
import { bonusCompany, type BonusCompany } from '../../support/bonus-company.js';
import { createWorld, WORLD_START, type Tenant, type World } from '../../support/world.js';

const Q3 = '2025-Q3';
/** More than two chunks. */
const PEOPLE = 230;

let world: World;
let tenant: Tenant;
let central: PersonActor;
let company: BonusCompany;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.clock.set(WORLD_START);
  tenant = await world.tenant();
  central = await tenant.actor({ grants: ['central'], grade: 'D2', name: 'David Ortiz' });
  company = bonusCompany(world, tenant);
});

/** A process that dies at its n-th chunk, before or after it has written the entries. */
async function dyingProcess(chunk: number, when: 'before' | 'after'): Promise<BonusesModule> {
  const { ledger, bonuses } = await world.otherProcess();
  const { creditMany } = ledger;
  let chunks = 0;
  const mortal: LedgerModule['creditMany'] = async (actor, entries) => {
    chunks += 1;
    if (chunks === chunk && when === 'before') throw new Error('killed');
    const written = await creditMany(actor, entries);
    if (chunks === chunk) throw new Error('killed');
    return written;
  };
  Object.assign(ledger, { creditMany: mortal });
  return bonuses;
}

const bonusesOf = async () =>
  (await tenant.run(() => world.ledger.history({ class: 'bonus' }, { number: 1, size: 1000 }))).items;

describe('all who are eligible', () => {
  it('are awarded once each, also when processes die in the middle and everything is sent again', async () => {
    const people = await company.manyEligible(PEOPLE);
    await tenant.person({ name: 'Dylan Miller' });
    const preview = await tenant.run(() => world.bonuses.preview(central, Q3));
    expect(preview).toMatchObject({
      over: false,
      count: PEOPLE,
      points: PEOPLE * 1000,
      leftOut: [{ reason: 'points', count: 2 }],
    });
    const order = {
      period: Q3,
      expected: { count: PEOPLE, points: PEOPLE * 1000 },
      key: 'the same key each time',
    } as const;

    const first = await tenant.run(async () => (await dyingProcess(2, 'before')).awardAll(central, order));
    expect(first).toMatchObject({ status: 'running', total: PEOPLE, reached: 100, done: 100, points: 100_000 });
    expect(await (await dyingProcess(2, 'after')).resumeInterrupted()).toBe(1);
    expect(await bonusesOf()).toHaveLength(200);
    // Sent again while it lies there, by another process: it is the same run, and it is taken to its end.
    const other = (await world.otherProcess()).bonuses;
    const again = await tenant.run(() => other.awardAll(central, order));
    expect(again).toMatchObject({
      id: first.id,
      status: 'completed',
      total: PEOPLE,
      done: PEOPLE,
      skipped: 2,
      points: PEOPLE * 1000,
    });
    expect(await tenant.run(() => world.bonuses.awardAll(central, order))).toEqual(again);
    expect(await world.bonuses.resumeInterrupted()).toBe(0);

    const entries = await bonusesOf();
    expect(new Set(entries.map(({ personId }) => personId))).toEqual(new Set(people.map(({ id }) => id)));
    expect(entries).toHaveLength(PEOPLE);
    expect(entries.every(({ points, by }) => points === 1000 && by.name === 'David Ortiz')).toBe(true);
    const outcome = await tenant.run(() => world.bonuses.runOutcome(central, first.id));
    expect(outcome.awarded.map(({ entryId }) => entryId).sort()).toEqual(entries.map(({ id }) => id).sort());
    expect(outcome.skipped.map(({ code }) => code)).toEqual(['points', 'points']);
    const skipped = await tenant.run(() => world.bonuses.runRows(central, first.id, 'skipped', { number: 1, size: 1 }));
    expect(skipped).toMatchObject({
      items: [{ name: 'David Ortiz', reason: '0 / 6200 points of the quarterly target.' }],
      page: { total: 2 },
    });

    // Everybody has got it: the next run leaves all out, and another key is another run.
    const next = await tenant.run(() => world.bonuses.awardAll(central, { period: Q3 }));
    expect(next).toMatchObject({ status: 'completed', total: 0, done: 0, skipped: PEOPLE + 2 });
    await expect(
      tenant.run(() => world.bonuses.awardAll(central, { period: '2025-Q2', key: order.key })),
    ).rejects.toMatchObject({ status: 422, code: 'idempotency.key_reused' });
    const verified = await tenant.run(async () => {
      const found = [];
      for await (const difference of world.ledger.verify()) found.push(difference);
      return found;
    });
    expect(verified).toEqual([]);
  });

  it('stop with their process after the chunk at hand, and go on in another one', async () => {
    await company.manyEligible(120);
    const { ledger, bonuses } = await world.otherProcess();
    const { creditMany } = ledger;
    let stopped: Promise<void> | undefined;
    const credit: LedgerModule['creditMany'] = (actor, entries) => {
      stopped = bonuses.stop();
      return creditMany(actor, entries);
    };
    Object.assign(ledger, { creditMany: credit });
    const begun = await tenant.run(() => bonuses.awardAll(central, { period: Q3 }));
    expect(begun).toMatchObject({ status: 'running', total: 120, reached: 100, done: 100 });
    await stopped;
    expect(await bonusesOf()).toHaveLength(100);
    expect(await world.bonuses.resumeInterrupted()).toBe(1);
    expect(await tenant.run(() => world.bonuses.run(central, begun.id))).toMatchObject({
      status: 'completed',
      reached: 120,
      done: 120,
    });
  });

  it('go on in the name of whoever began, and of the system where that one may not any more', async () => {
    await company.manyEligible(120);
    const begun = await tenant.run(async () => (await dyingProcess(2, 'before')).awardAll(central, { period: Q3 }));
    expect(begun.status).toBe('running');
    await tenant.run(() => world.people.changeGrants(tenant.system, central.personId, []));
    expect(await world.bonuses.resumeStalled()).toBe(0);
    world.clock.advance(200_000);
    expect(await world.bonuses.resumeStalled()).toBe(1);
    const names = (await bonusesOf()).map(({ by }) => by.name);
    expect(names.filter((name) => name === 'David Ortiz')).toHaveLength(100);
    expect(names.filter((name) => name === 'bonus run by David Ortiz')).toHaveLength(20);
  });

  it('get nothing from a run that was still being prepared when whoever began it lost the grant', async () => {
    await company.manyEligible(3);
    const { bonuses, people } = await world.otherProcess();
    const { eachBatch } = people;
    let passes = 0;
    const mortal: typeof eachBatch = (...asked) => {
      passes += 1;
      // The preview looks at everybody first.
      if (passes > 1) throw new Error('killed');
      return eachBatch(...asked);
    };
    Object.assign(people, { eachBatch: mortal });
    const begun = await tenant.run(() => bonuses.awardAll(central, { period: Q3 }));
    expect(begun.status).toBe('preparing');
    await tenant.run(() => world.people.changeGrants(tenant.system, central.personId, []));
    await world.bonuses.resumeInterrupted();
    expect(await bonusesOf()).toEqual([]);
    const other = await tenant.actor({ grants: ['central'] });
    expect(await tenant.run(() => world.bonuses.runs(other, Q3))).toEqual([]);
    expect(await tenant.run(() => world.bonuses.awardAll(other, { period: Q3 }))).toMatchObject({ done: 3 });
  });

  it('are judged anew when it comes to them, and not at all where the preview is not true any more', async () => {
    const people = await company.manyEligible(3);
    const expected = { count: 3, points: 3000 };
    const [first, second] = people.map(({ id }) => id);
    const order = { period: Q3, expected } as const;
    await tenant.run(() => world.bonuses.award(central, { personId: first ?? '', period: Q3 }));
    await expect(tenant.run(() => world.bonuses.awardAll(central, order))).rejects.toMatchObject({
      ...{ status: 409, code: 'bonus.changed_meanwhile', extra: { count: 2, points: 2000 } },
    });
    expect(await bonusesOf()).toHaveLength(1);
    // The run knows two people; one of them loses points before it comes to them.
    const dying = await dyingProcess(1, 'before');
    const begun = await tenant.run(() => dying.awardAll(central, { period: Q3 }));
    const [entry] = (
      await tenant.run(() => world.ledger.history({ personIds: [second ?? ''] }, { number: 1, size: 1 }))
    ).items;
    const hr = await tenant.actor({ grants: ['hr'] });
    await tenant.run(() =>
      world.ledger.adjust(hr, { entryId: entry?.id ?? '', points: 2749, reason: 'Counted twice.' }),
    );
    await world.bonuses.resumeInterrupted();
    expect(await tenant.run(() => world.bonuses.run(central, begun.id))).toMatchObject({
      status: 'completed',
      total: 2,
      reached: 2,
      done: 1,
    });
    const rows = await tenant.run(() => world.bonuses.runRows(central, begun.id, 'skipped', { number: 1, size: 9 }));
    expect(rows.items.find(({ personId }) => personId === second)).toMatchObject({
      code: 'points',
      reason: '2749 / 2750 points of the quarterly target.',
      points: 0,
    });
  });

  it('get one run where several ask at once', async () => {
    await company.manyEligible(30);
    const runs = await Promise.all(
      Array.from({ length: 10 }, () => tenant.run(() => world.bonuses.awardAll(central, { period: Q3 }))),
    );
    expect(runs.every(({ status }) => status === 'completed')).toBe(true);
    expect(await bonusesOf()).toHaveLength(30);
  });
});

describe('the overview', () => {
  it('has everybody with state, amount and reason, counts of the whole filter, and follows every change', async () => {
    const [eligible, missing] = [
      await company.eligible({ name: 'Gail Erickson' }),
      await tenant.person({ name: 'Diane Margheim', department: 'Sales' }),
    ];
    const given = await company.eligible({ name: 'Jossef Goldberg' });
    await tenant.run(() => world.bonuses.award(central, { personId: given.id, period: Q3 }));
    const look = (filter = {}, page = { number: 1, size: 10 }) =>
      tenant.run(() => world.bonuses.overview(central, { quarter: Q3, ...filter }, page));
    const all = await look();
    expect(all.items.map(({ person, standing, due, reason }) => [person.name, standing, due, reason])).toEqual([
      ['David Ortiz', 'not-eligible', 0, '0 / 6200 points of the quarterly target.'],
      ['Diane Margheim', 'not-eligible', 0, '0 / 7700 points of the quarterly target.'],
      ['Gail Erickson', 'eligible', 1000, '1000 points for the milestones reached.'],
      ['Jossef Goldberg', 'awarded', 0, 'Already awarded for Q3 FY 2025-26.'],
    ]);
    const figures = { counts: { eligible: 1, held: 0, awarded: 1, 'not-eligible': 2 }, cost: 1000, awarded: 1000 };
    expect(all).toMatchObject({
      ...figures,
      reasons: [
        { reason: 'points', count: 2 },
        { reason: 'awarded', count: 1 },
        { reason: 'eligible', count: 1 },
      ],
    });
    expect(await look({ state: 'eligible' })).toMatchObject({
      ...figures,
      items: [{ person: { id: eligible.id } }],
      page: { total: 1 },
    });
    expect(await look({ reason: 'points' }, { number: 2, size: 1 })).toMatchObject({
      ...figures,
      items: [{ person: { id: missing.id } }],
      page: { total: 2 },
    });
    expect(await look({ q: 'diane', department: 'Sales' })).toMatchObject({
      counts: { eligible: 0, 'not-eligible': 1 },
      cost: 0,
      page: { total: 1 },
    });
    await company.earn(missing.id, 7700);
    await company.utilization(missing.id, { '2025-10': 8000, '2025-11': 8000, '2025-12': 8000 });
    expect(await look()).toMatchObject({ counts: { eligible: 2 }, cost: 2000 });
    // As things stood at the end of the quarter.
    world.clock.set('2026-01-02T06:00:00Z');
    expect((await look()).over).toBe(true);
  });
});

describe('the analysis', () => {
  it('tells each who is eligible once, asks before the same day, and keeps a key’s run', async () => {
    const [person, other] = [await company.eligible(), await tenant.person()];
    const send = (more = {}) => tenant.run(() => world.bonuses.sendAnalysis(central, { period: Q3, ...more }));
    const sent = await send({ key: 'a key of the tests' });
    expect(sent).toMatchObject({ kind: 'analysis', status: 'completed', total: 1, done: 1, points: 1000 });
    expect(await send({ key: 'a key of the tests' })).toEqual(sent);
    await expect(send()).rejects.toMatchObject({ status: 409, code: 'bonus.analysis_sent' });
    const events = async () =>
      world.storage.connection
        .collection('events')
        .find({ organization: tenant.organization.id, type: 'bonus.analysed' })
        .toArray();
    expect((await events()).map(({ data }) => data as unknown)).toEqual([
      {
        ...{ personId: person.id, period: Q3, points: 1000, quarterPoints: 7700, quarterlyTarget: 7700 },
        ...{ yearPoints: 7700, yearlyTarget: 30_800, milestones: [25], utilization: 85 },
      },
    ]);
    expect((await send({ again: true })).id).not.toBe(sent.id);
    world.clock.advance(86_400_000);
    await send();
    expect(await events()).toHaveLength(3);
    expect(await bonusesOf()).toEqual([]);
    expect(other.id).not.toBe(person.id);
  });
});
