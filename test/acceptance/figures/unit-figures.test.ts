import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../../src/kernel/actor.js';
import { rangeOfPeriod, type QuarterKey } from '../../../src/kernel/period.js';
import type { Unit } from '../../../src/kernel/units.js';
import type { Entry, NewEntry } from '../../../src/modules/ledger/index.js';
import type { Person } from '../../../src/modules/people/index.js';
import { createFiguresWorld, type FiguresWorld } from '../../support/figures-world.js';
import { claim } from '../../support/requests.js';
import { actorFor, type PersonOverrides, type Tenant } from '../../support/tenant.js';

let world: FiguresWorld;
beforeAll(async () => {
  world = await createFiguresWorld();
});
afterAll(() => world.close());

const FIRST = { number: 1, size: 100 };
const DEPARTMENTS = ['IT', 'Sales', 'Marketing', 'HR'];
const LOCATIONS = ['US', 'India', 'UK'];
const GRADES = ['A1', 'B1', 'C1', 'C2', 'D1'];
const UNIT_CATEGORIES: readonly (readonly [string, Unit])[] = [
  ['initiative_ai', 'pm'],
  ['mindshare', 'marketing'],
  ['market_impact', 'marketing'],
  ['presales_adhoc', 'presales'],
  ['feedback', 'hr'],
];
const QUARTERS: readonly QuarterKey[] = ['2025-Q2', '2025-Q3'];

/** Seeded, so that a failure can be repeated. */
function dice(seed: number) {
  let state = seed;
  return (below: number) => (state = (state * 48_271) % 2_147_483_647) % below;
}

/** People of three teams with requests in every state, awards, bonuses, corrections and reversals. */
async function history(tenant: Tenant, seed: number, size = 60) {
  const random = dice(seed);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const deciding = { grade: 'D1', grants: ['pm'] };
  // Whoever has a password is not invited.
  const register = (several: readonly PersonOverrides[]) =>
    tenant.people(several, { initialPasswordHash: 'never used' });
  const registered = await register([deciding, deciding, deciding, { grade: 'C2', grants: ['hr_va'] }]);
  const [managers, hrValidator] = [registered.slice(0, 3), registered[3]];
  if (hrValidator === undefined) throw new Error('nobody decides');
  const people = await register(
    Array.from({ length: size }, () => ({
      ...{ department: pick(DEPARTMENTS), location: pick(LOCATIONS), grade: pick(GRADES) },
      managerId: pick(managers).id,
    })),
  );
  for (let index = 0; index < size; index += 1) {
    const person = pick(people);
    const byManager = random(3) > 0;
    const manager = managers.find(({ id }) => id === person.managerId);
    const decider = byManager ? manager : hrValidator;
    if (decider === undefined) throw new Error('nobody decides');
    const request = await tenant.run(() =>
      world.requests.raise(
        actorFor(person),
        claim({
          categoryCode: byManager ? 'initiative_ai' : 'feedback',
          eventDate: pick(['2025-09-29', '2025-09-30', '2025-10-01', '2025-11-03']),
          ...(!byManager && { approverId: hrValidator.id }),
          acknowledgeDuplicate: true,
        }),
      ),
    );
    const fate = pick(['approve', 'approve', 'reject', 'wait'] as const);
    if (fate === 'wait') continue;
    const actor = actorFor(decider);
    await tenant.run(() =>
      world.requests.decide(actor, byManager ? 'pm' : 'hr', request.id, { decision: fate, notes: 'Seen.' }),
    );
  }
  const given = Array.from({ length: 1.5 * size }, (_, index) => {
    const [categoryCode, unit] = pick(UNIT_CATEGORIES);
    const bonus = random(8) === 0;
    const entry: NewEntry = {
      personId: pick(people).id,
      ...(bonus ? { kind: 'bonus', categoryCode: 'bonus', unit: 'central' } : { kind: 'award', categoryCode, unit }),
      points: 50 + random(400),
      effectiveDate: pick(['2025-07-02', '2025-09-30', '2025-10-01', '2025-10-30', '2025-11-11']),
      sourceKey: `award:${seed}-${index}`,
      source: { type: bonus ? 'bonus' : 'award', id: `${seed}-${index}` },
      reason: 'A good deed',
      basis: { value: 50, quantity: 1, grade: 'C1', categoryVersion: 1 },
    };
    const corrected = random(5) === 0;
    return { entry, fate: corrected ? 'corrected' : random(6) === 0 ? 'reversed' : 'stays' };
  });
  const entries = await tenant.run(() =>
    world.ledger.creditMany(
      tenant.system,
      given.map(({ entry }) => entry),
    ),
  );
  await tenant.run(() =>
    world.storage.run(async () => {
      for (const [index, { id: entryId }] of entries.entries()) {
        const fate = given[index]?.fate;
        if (fate === 'corrected') await world.ledger.adjust(tenant.system, { entryId, points: 7, reason: 'Typo.' });
        if (fate === 'reversed') await world.ledger.reverse(tenant.system, { entryId, reason: 'Somebody else.' });
      }
    }),
  );
  await world.outbox.relay.drain();
  return { people, managers, hrValidator };
}

async function allEntries(tenant: Tenant): Promise<Entry[]> {
  const found: Entry[] = [];
  await tenant.run(async () => {
    for await (const entry of world.ledger.eachEntry({})) found.push(entry);
  });
  return found;
}

const pointsOf = (entries: readonly Entry[]) => entries.reduce((sum, { points }) => sum + points, 0);
const sum = <T>(rows: readonly T[], of: (row: T) => number) => rows.reduce((total, row) => total + of(row), 0);

describe('figures of units after random histories', () => {
  let tenant: Tenant;
  let cast: Awaited<ReturnType<typeof history>>;
  let entries: Entry[];
  let personOf: ReadonlyMap<string, Person>;
  beforeAll(async () => {
    // Another organization changes nothing.
    tenant = await world.tenant();
    await history(await world.tenant(), 7, 6);
    cast = await history(tenant, 42);
    entries = (await allEntries(tenant)).filter((entry) => entry.class === 'regular');
    personOf = new Map(cast.people.map((person) => [person.id, person]));
  }, 120_000);

  it('dashboards: counts are those of the queue, points those of the ledger and of the people', async () => {
    const viewers: readonly [PersonActor, Unit, 'team' | 'unit'][] = [
      ...cast.managers.map((manager) => [actorFor(manager), 'pm', 'team'] as const),
      [actorFor(cast.hrValidator), 'hr', 'unit'],
    ].map(([actor, unit, scope]) => [actor, unit, scope] as [PersonActor, Unit, 'team' | 'unit']);
    let somethingDecided = 0;
    for (const [viewer, unit, scope] of viewers) {
      for (const period of [...QUARTERS, '2025'] as const) {
        const wanted = period === '2025' ? { year: 2025 } : { quarter: period };
        const found = await tenant.run(async () => {
          const dashboard = await world.reports.unitDashboard(viewer, unit, { scope, period });
          const total = async (filter: Parameters<FiguresWorld['requests']['queue']>[2]) =>
            (await world.requests.queue(viewer, unit, filter, FIRST)).page.total;
          return {
            dashboard,
            waiting: (await world.requests.queue(viewer, unit, { status: 'pending', mine: true }, FIRST)).items,
            decided: (await world.requests.queue(viewer, unit, { status: 'decided' }, FIRST)).items,
            counts: {
              pending: await total({ status: 'pending' }),
              assigned: await total({ status: 'pending', mine: true }),
              approved: await total({ status: 'approved', ...wanted }),
              rejected: await total({ status: 'rejected', ...wanted }),
            },
          };
        });
        const { dashboard } = found;
        expect(dashboard.counts).toEqual(found.counts);
        expect(dashboard.oldest).toEqual(found.waiting.slice(0, 5));
        expect(dashboard.recent).toEqual(found.decided.slice(0, 5));
        somethingDecided += dashboard.counts.approved + dashboard.counts.rejected;
        expect(dashboard.decision.decided).toBe(dashboard.counts.approved + dashboard.counts.rejected);
        const mine = entries.filter(
          (entry) =>
            entry.unit === unit &&
            (period === '2025' ? entry.year === 2025 : entry.quarter === period) &&
            (scope === 'unit' || personOf.get(entry.personId)?.managerId === viewer.personId),
        );
        expect(dashboard.points).toBe(pointsOf(mine));
        expect(sum(dashboard.byCategory, ({ regular }) => regular)).toBe(dashboard.points);
        const inPeriod = dashboard.byMonth.filter(({ key }) => {
          const range = rangeOfPeriod(period, tenant.organization.calendar);
          return key >= range.from.slice(0, 7) && key <= range.to.slice(0, 7);
        });
        expect(dashboard.byMonth).toHaveLength(12);
        expect(sum(inPeriod, ({ regular }) => regular)).toBe(dashboard.points);
      }
    }
    expect(somethingDecided).toBeGreaterThan(20);
  }, 60_000);

  it('analytics: totals, groups and top performers agree with what every employee sees', async () => {
    const viewer = await tenant.actor({ grants: ['pm_arch'] });
    for (const period of QUARTERS) {
      const own = new Map<string, number>();
      for (const person of cast.people) {
        const summary = await tenant.run(() => world.reports.employeeSummary(actorFor(person), period));
        own.set(person.id, summary.regular);
      }
      const { data, board } = await tenant.run(async () => ({
        data: await world.reports.analytics(viewer, 'pmarch', 'company', { period }),
        board: await world.leaderboard.page(
          period,
          { viewerId: viewer.personId, viewAll: true },
          { number: 1, size: 10 },
        ),
      }));
      const company = sum([...own.values()], (points) => points);
      expect(company).toBe(pointsOf(entries.filter(({ quarter }) => quarter === period)));
      expect(data.total.points).toBe(company);
      for (const rows of [data.byMonth, data.byCategory, data.byUnit])
        expect(sum(rows, (row) => row.regular)).toBe(company);
      for (const rows of [data.byDepartment, data.byGrade, data.byLocation]) {
        expect(sum(rows, (row) => row.points)).toBe(company);
        expect(sum(rows, (row) => row.participants)).toBe(data.total.participants);
      }
      const got = new Set(
        entries
          .filter(({ quarter, kind }) => quarter === period && kind !== 'adjustment' && kind !== 'reversal')
          .map(({ personId }) => personId),
      );
      expect(data.total.participants).toBe(got.size);
      for (const { key, points } of data.byDepartment) {
        const there = cast.people.filter(({ department }) => department === key);
        expect(points).toBe(sum(there, ({ id }) => own.get(id) ?? 0));
      }
      expect(data.top).toEqual(board.rows);
      const sales = await tenant.run(() =>
        world.reports.analytics(viewer, 'pmarch', 'company', { period, department: 'Sales' }),
      );
      expect(sales.total).toEqual({ ...data.byDepartment.find(({ key }) => key === 'Sales'), key: undefined });
      expect(sum(sales.byMonth, (row) => row.regular)).toBe(sales.total.points);
    }
  }, 60_000);

  it('analytics by days are those of the period where the days are', async () => {
    const viewer = await tenant.actor({ grants: ['pm_arch'] });
    const [byPeriod, byDays, oneDay] = await tenant.run(
      async () =>
        [
          await world.reports.analytics(viewer, 'pmarch', 'company', { period: '2025-Q2' }),
          await world.reports.analytics(viewer, 'pmarch', 'company', { from: '2025-07-01', to: '2025-09-30' }),
          await world.reports.analytics(viewer, 'pmarch', 'company', { from: '2025-09-30', to: '2025-09-30' }),
        ] as const,
    );
    expect({ ...byDays, period: '2025-Q2' }).toEqual(byPeriod);
    expect(oneDay.total.points).toBe(pointsOf(entries.filter(({ effectiveDate }) => effectiveDate === '2025-09-30')));
    expect(oneDay.byMonth.map(({ key }) => key)).toEqual(['2025-09']);
    await expect(
      tenant.run(() => world.reports.analytics(viewer, 'pmarch', 'company', { from: '2025-07-02', to: '2025-07-01' })),
    ).rejects.toMatchObject({ status: 422, errors: [{ path: 'from' }] });
  });

  it('analytics: pending and decisions by unit are those of the units', async () => {
    const viewer = await tenant.actor({ grants: ['pm_arch'] });
    const { data, hr } = await tenant.run(async () => ({
      data: await world.reports.analytics(viewer, 'pmarch', 'company', { period: '2025-Q3' }),
      hr: await world.reports.unitDashboard(actorFor(cast.hrValidator), 'hr', { scope: 'unit', period: '2025-Q3' }),
    }));
    expect(data.byUnit.find(({ key }) => key === 'hr')).toMatchObject({
      regular: hr.points,
      pending: hr.counts.pending,
      decided: hr.decision.decided,
      medianHours: hr.decision.medianHours,
    });
    expect(data.pending).toBe(await tenant.run(() => world.requests.pendingCount()));
    expect(data.pending).toBeGreaterThan(0);
  });

  it('market: locations sum up to the unit, regions to all, people to their location', async () => {
    const viewer = await tenant.actor({ grants: ['marketing'], location: 'UK' });
    const view = (filter: Parameters<FiguresWorld['reports']['market']>[2], page = FIRST) =>
      tenant.run(() => world.reports.market(viewer, 'marketing', filter, page));
    for (const period of QUARTERS) {
      const data = await view({ period });
      const ofUnit = entries.filter(({ unit, quarter }) => unit === 'marketing' && quarter === period);
      const originals = ofUnit.filter(({ kind }) => kind === 'award');
      expect(data.total.points).toBe(pointsOf(ofUnit));
      expect(sum(data.locations, ({ points }) => points)).toBe(data.total.points);
      expect(data.total.participants).toBe(new Set(originals.map(({ personId }) => personId)).size);
      for (const { code, count } of data.total.categories) {
        expect(count).toBe(originals.filter(({ categoryCode }) => categoryCode === code).length);
      }
      const regions = [await view({ period, region: 'us' }), await view({ period, region: 'non-us' })];
      expect(sum(regions, ({ total }) => total.points)).toBe(data.total.points);
      expect(regions[0]?.locations.map(({ location }) => location)).toEqual(['US']);
      for (const { location, points, eligible } of data.locations) {
        const { people } = await view({ period, location });
        expect(sum(people?.items ?? [], (person) => person.points)).toBe(points);
        const dashboardPeople = await tenant.run(() => world.people.count({ status: 'active', location }));
        expect(eligible).toBe(dashboardPeople);
      }
      const paged = await view({ period, location: 'India' }, { number: 2, size: 2 });
      const whole = await view({ period, location: 'India' });
      expect(paged.people?.items).toEqual(whole.people?.items.slice(2, 4));
      expect(paged.people?.page.total).toBe(whole.people?.page.total);
    }
    await expect(view({ location: 'Atlantis' })).rejects.toMatchObject({ status: 404 });
    await expect(view({ location: 'US', region: 'non-us' })).rejects.toMatchObject({ status: 404 });
  });
});

describe('who sees which figures', () => {
  it('refuses whoever has no duty there', async () => {
    const tenant = await world.tenant();
    const nobody = await tenant.actor();
    const manager = await tenant.actor({ grants: ['pm'] });
    const forbidden = (work: () => Promise<unknown>) => expect(tenant.run(work)).rejects.toMatchObject({ status: 403 });
    for (const actor of [nobody, manager]) {
      await forbidden(() => world.reports.unitDashboard(actor, 'marketing', { scope: 'unit' }));
      await forbidden(() => world.reports.analytics(actor, 'pmarch', 'company', {}));
      await forbidden(() => world.reports.analytics(actor, 'dp', 'assigned', {}));
      await forbidden(() => world.reports.market(actor, 'marketing', {}, FIRST));
    }
  });

  it('a manager sees the own team, also after somebody changed over; delivery partners their people', async () => {
    const tenant = await world.tenant();
    const [one, other] = [await tenant.actor({ grants: ['pm'] }), await tenant.actor({ grants: ['pm'] })];
    const dp = await tenant.actor({ grants: ['dp'] });
    const mine = await tenant.person({ managerId: one.personId, dpId: dp.personId });
    const theirs = await tenant.person({ managerId: other.personId, department: 'Sales' });
    const ofPm = { unit: 'pm', categoryCode: 'initiative_ai' } as const;
    await world.credit(tenant, mine.id, { ...ofPm, points: 250 });
    await world.credit(tenant, theirs.id, { ...ofPm, points: 1000 });
    await world.credit(tenant, mine.id, { points: 400 });
    const points = async (actor: PersonActor) =>
      (await tenant.run(() => world.reports.unitDashboard(actor, 'pm', { scope: 'team' }))).points;
    expect([await points(one), await points(other)]).toEqual([250, 1000]);
    const left = await tenant.person({ managerId: one.personId });
    await world.credit(tenant, left.id, { ...ofPm, points: 500 });
    await tenant.run(() => world.people.deactivate(tenant.system, left.id, '2025-11-11'));
    expect(await points(one)).toBe(750);
    const listed = await tenant.run(() => world.reports.ownPeople(one, 'pm', 'team', {}, FIRST));
    const row = listed.items.find(({ id }) => id === left.id);
    expect(row?.quarters.find(({ period }) => period === '2025-Q3')?.points).toBe(500);
    const assigned = await tenant.run(() => world.reports.analytics(dp, 'dp', 'assigned', {}));
    expect(assigned.total).toMatchObject({
      points: 650,
      heads: 1,
      perHead: 650,
      participants: 1,
      eligible: 1,
      percent: 100,
    });
    expect(assigned.byDepartment.map(({ key }) => key)).toEqual(['IT']);
    expect(assigned.top.map(({ personId }) => personId)).toEqual([mine.id]);
    const elsewhere = await tenant.run(() => world.reports.analytics(dp, 'dp', 'assigned', { department: 'Sales' }));
    expect(elsewhere.total).toMatchObject({ points: 0, heads: 0, perHead: null, percent: null });
    await tenant.run(() => world.people.reassign(tenant.system, [mine.id], 'manager', other.personId));
    expect([await points(one), await points(other)]).toEqual([500, 1250]);
  });

  it('a delivery partner of more than fifty sees figures of the active ones, and what is decided of all of them alone', async () => {
    const tenant = await world.tenant();
    const manager = await tenant.actor({ grade: 'D1', grants: ['pm'] });
    const dp = await tenant.actor({ grants: ['dp'] });
    const people: Person[] = [];
    for (let index = 0; index < 52; index += 1) {
      people.push(await tenant.person({ managerId: manager.personId, dpId: dp.personId, grade: 'C1' }));
    }
    const [first, second, gone] = people as [Person, Person, Person];
    const stranger = await tenant.person({ managerId: manager.personId });
    const raise = (person: Person) =>
      tenant.run(() => world.requests.raise(actorFor(person), claim({ acknowledgeDuplicate: true })));
    const approve = async (person: Person) => {
      const { id } = await raise(person);
      await tenant.run(() => world.requests.decide(manager, 'pm', id, { decision: 'approve', notes: 'Seen.' }));
    };
    for (const person of [first, gone, second, stranger]) await approve(person);
    const waiting = await raise(first);
    await world.credit(tenant, second.id, { points: 600 });
    await tenant.run(() => world.people.deactivate(tenant.system, gone.id, '2025-11-11'));
    const seen = await tenant.run(() => world.reports.deliveryDashboard(dp));
    expect(seen.approvals.map(({ person }) => person.id)).toEqual(
      expect.arrayContaining([second.id, gone.id, first.id]),
    );
    expect(seen.approvals).toHaveLength(3);
    expect(seen.pending.items.map(({ id }) => id)).toEqual([waiting.id]);
    expect(seen).toMatchObject({ people: 51, points: 1100, participation: { withPoints: 2 } });
    // 1000 is expected of a C1: two have part of it, all others nothing.
    expect(seen.belowMinimum.total).toBe(51);
    expect(seen.belowMinimum.items.map(({ minimum }) => minimum?.missing)).toEqual([1000, 1000, 1000, 1000, 1000]);
  });

  it('an updater sees the own proposals and nothing of the unit’s points', async () => {
    const tenant = await world.tenant();
    const validator = await tenant.actor({ grade: 'C2', grants: ['ta_va'] });
    const [first, second] = [await tenant.actor({ grants: ['ta_up'] }), await tenant.actor({ grants: ['ta_up'] })];
    const person = await tenant.person();
    const propose = (actor: PersonActor, quantity: number) =>
      tenant.run(() =>
        world.requests.propose(actor, {
          personId: person.id,
          categoryCode: 'interviews',
          eventDate: '2025-11-03',
          notes: 'Three interviews.',
          quantity,
          validatorId: validator.personId,
          acknowledgeDuplicate: true,
        }),
      );
    const decide = (id: string, decision: 'approve' | 'reject') =>
      tenant.run(() => world.requests.decide(validator, 'ta', id, { decision, notes: 'Seen.' }));
    for (const quantity of [1, 2]) await decide((await propose(first, quantity)).id, 'approve');
    await decide((await propose(first, 3)).id, 'reject');
    await propose(first, 4);
    await decide((await propose(second, 5)).id, 'approve');
    const own = await tenant.run(() =>
      world.reports.unitDashboard(first, 'ta', { scope: 'unit', participation: true }),
    );
    expect(own).toMatchObject({
      view: 'own',
      counts: { pending: 1, approved: 2, rejected: 1 },
      acceptance: 66.6,
      points: null,
      byCategory: [],
      byMonth: [],
      participation: null,
    });
    expect(own.oldest.map(({ proposer }) => proposer.id)).toEqual([first.personId]);
    expect(own.recent.map(({ proposer }) => proposer.id)).toEqual([first.personId, first.personId, first.personId]);
    expect(own.proposals?.filter((row) => row.pending + row.approved + row.rejected > 0)).toEqual([
      { key: '2025-11', pending: 1, approved: 2, rejected: 1 },
    ]);
    const whole = await tenant.run(() => world.reports.unitDashboard(validator, 'ta', { scope: 'unit' }));
    expect(whole).toMatchObject({
      view: 'unit',
      counts: { pending: 1, assigned: 1, approved: 3, rejected: 1 },
      points: 800,
    });
  });

  it('who opted out is counted and not named, but for HR and central', async () => {
    const tenant = await world.tenant();
    const shy = await tenant.person({ location: 'UK' });
    const other = await tenant.person({ location: 'UK' });
    // Figures of fewer than five people are not shown to everybody.
    for (let index = 0; index < 3; index += 1) await tenant.person({ location: 'UK' });
    await tenant.run(async () => world.people.changePreferences(actorFor(shy), { leaderboardOptOut: true }));
    const ofMarketing = { unit: 'marketing', categoryCode: 'mindshare' } as const;
    await world.credit(tenant, shy.id, { ...ofMarketing, points: 500 });
    await world.credit(tenant, other.id, { ...ofMarketing, points: 200 });
    const seenBy = (grants: string[]) =>
      tenant.run(async () => {
        const viewer = await tenant.actor({ grants });
        const analytics = await world.reports.analytics(viewer, 'pmarch', 'company', {});
        const market = await world.reports.market(viewer, 'marketing', { location: 'UK' }, FIRST);
        return { top: analytics.top, people: market.people?.items };
      });
    const unnamed = await seenBy(['pm_arch', 'marketing']);
    expect(unnamed.top).toEqual([
      { rank: 1, personId: null, name: null, points: 500 },
      { rank: 2, personId: other.id, name: other.name, points: 200 },
    ]);
    expect(unnamed.people).toMatchObject([
      { id: null, name: null, points: 500 },
      { id: other.id, points: 200 },
    ]);
    const named = await seenBy(['pm_arch', 'marketing', 'hr']);
    expect([named.top[0]?.personId, named.people?.[0]?.id]).toEqual([shy.id, shy.id]);
  });
});

describe('participation by grade', () => {
  it('counts people once, by the grade of today, against those who are active and eligible', async () => {
    const tenant = await world.tenant();
    const viewer = await tenant.actor({ grade: 'D1', grants: ['presales'] });
    const person = (overrides: Parameters<Tenant['person']>[0]) => tenant.person({ grade: 'C1', ...overrides });
    const ofPresales = { unit: 'presales', categoryCode: 'presales_adhoc', points: 50 } as const;
    const [twice, reversed, gone, elsewhere, earlier, refused] = [
      await person({}),
      await person({}),
      await person({ exitDate: '2025-11-11' }),
      await person({}),
      await person({}),
      await person({ grade: 'C2' }),
    ];
    const notEligible = await person({ grade: 'A1' });
    const late = await person({ grade: 'C2', joiningDate: '2026-01-05' });
    await world.credit(tenant, twice.id, ofPresales);
    await world.credit(tenant, twice.id, ofPresales);
    const mistake = await world.credit(tenant, reversed.id, ofPresales);
    await tenant.run(() => world.ledger.reverse(tenant.system, { entryId: mistake.id, reason: 'Counted twice.' }));
    await world.credit(tenant, gone.id, ofPresales);
    await world.credit(tenant, notEligible.id, ofPresales);
    await world.credit(tenant, elsewhere.id);
    await world.credit(tenant, earlier.id, { ...ofPresales, effectiveDate: '2025-09-30' });
    await world.credit(tenant, late.id, { ...ofPresales, effectiveDate: '2025-12-30' });
    for (const [raiser, decision] of [
      [refused, 'reject'],
      [twice, 'reject'],
    ] as const) {
      const request = await tenant.run(() =>
        world.requests.raise(actorFor(raiser), claim({ categoryCode: 'presales_adhoc', approverId: viewer.personId })),
      );
      await tenant.run(() =>
        world.requests.decide(viewer, 'presales', request.id, { decision, notes: 'Not this time.' }),
      );
    }
    const { participation } = await tenant.run(() =>
      world.reports.unitDashboard(viewer, 'presales', { scope: 'unit', participation: true }),
    );
    const row = (grade: string) => participation?.rows.find((one) => one.grade === grade);
    expect(row('C1')).toEqual({ grade: 'C1', eligible: 4, participants: 2, percent: 50, refused: 0 });
    expect(row('C2')).toEqual({ grade: 'C2', eligible: 1, participants: 0, percent: 0, refused: 1 });
    expect(row('D1')).toEqual({ grade: 'D1', eligible: 1, participants: 0, percent: 0, refused: 0 });
    expect(row('A1')).toEqual({ grade: 'A1', eligible: 0, participants: 0, percent: null, refused: 0 });
    expect(participation?.total).toEqual({ eligible: 6, participants: 2, percent: 33.3, refused: 1 });
    // Gone, not eligible, and not here yet in the period.
    expect(participation?.others).toBe(3);
  });
});

describe('periods of units', () => {
  it('33: an event of 28 June approved on 3 July is Q1; 31 March 23:30 in Kolkata is Q4', async () => {
    const tenant = await world.tenant();
    const manager = await tenant.actor({ grants: ['pm'] });
    const central = await tenant.actor({ grants: ['central'] });
    const employee = await tenant.actor({ managerId: manager.personId });
    const raise = (eventDate: string) => tenant.run(() => world.requests.raise(employee, claim({ eventDate })));
    const approve = (id: string) =>
      tenant.run(() => world.requests.decide(manager, 'pm', id, { decision: 'approve', notes: 'Well done.' }));
    const now = world.clock.now();
    try {
      world.clock.set('2025-06-28T06:00:00Z');
      const june = await raise('2025-06-28');
      world.clock.set('2025-07-03T06:00:00Z');
      await approve(june.id);
      const figures = (period?: '2025-Q1' | '2025-Q2' | '2025') =>
        tenant.run(async () => {
          const dashboard = await world.reports.unitDashboard(manager, 'pm', { scope: 'team', period });
          const analytics = await world.reports.analytics(central, 'central', 'company', { period });
          return [
            dashboard.period,
            dashboard.counts.approved,
            dashboard.points,
            analytics.period,
            analytics.total.points,
          ];
        });
      expect(await figures()).toEqual(['2025-Q2', 0, 0, '2025-Q2', 0]);
      expect(await figures('2025-Q1')).toEqual(['2025-Q1', 1, 250, '2025-Q1', 250]);
      expect(await figures('2025')).toEqual(['2025', 1, 250, '2025', 250]);
      const byMonth = (await tenant.run(() => world.reports.unitDashboard(manager, 'pm', { scope: 'team' }))).byMonth;
      expect(byMonth.filter(({ regular }) => regular > 0)).toEqual([{ key: '2025-06', regular: 250, count: 1 }]);
      world.clock.set('2026-03-31T18:00:00Z');
      await approve((await raise('2026-03-31')).id);
      expect((await figures())[0]).toBe('2025-Q4');
      world.clock.set('2026-03-31T18:40:00Z');
      const next = await tenant.run(() => world.reports.unitDashboard(manager, 'pm', { scope: 'team' }));
      expect(next).toMatchObject({ period: '2026-Q1', points: 0, from: '2026-04-01', to: '2026-06-30' });
      expect(next.byMonth.at(-1)?.key).toBe('2026-06');
      const before = await tenant.run(() =>
        world.reports.unitDashboard(manager, 'pm', { scope: 'team', period: '2025-Q4' }),
      );
      expect(before).toMatchObject({ points: 250, counts: { approved: 1 } });
    } finally {
      world.clock.set(now);
    }
  });

  it('the time to decide is the median of working hours, exact to one decimal', async () => {
    const tenant = await world.tenant();
    const manager = await tenant.actor({ grants: ['pm'] });
    const employee = await tenant.actor({ managerId: manager.personId });
    const start = world.clock.now();
    try {
      // Wednesday 11:30 in Kolkata; days are nine to five.
      for (const [after, decision] of [
        ['2025-11-12T06:30:00Z', 'approve'],
        ['2025-11-12T09:00:00Z', 'reject'],
        ['2025-11-13T06:00:00Z', 'approve'],
        ['2025-11-17T06:15:00Z', 'approve'],
      ] as const) {
        world.clock.set('2025-11-12T06:00:00Z');
        const { id } = await tenant.run(() => world.requests.raise(employee, claim({ acknowledgeDuplicate: true })));
        world.clock.set(after);
        await tenant.run(() => world.requests.decide(manager, 'pm', id, { decision, notes: 'Seen.' }));
      }
      const { decision } = await tenant.run(() => world.reports.unitDashboard(manager, 'pm', { scope: 'team' }));
      // 0.5, 3, 8 and 24.25 hours: the middle of 3 and 8.
      expect(decision).toEqual({ decided: 4, medianHours: 5.5 });
    } finally {
      world.clock.set(start);
    }
  });
});
