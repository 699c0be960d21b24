import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../kernel/actor.js';
import { newId } from '../../kernel/ids.js';
import { openLedgerWorld, type LedgerWorld } from '../../../test/support/ledger-world.js';
import { DEFAULT_TARGETS } from './index.js';

let world: LedgerWorld;
beforeAll(async () => {
  world = await openLedgerWorld('2025-11-12T06:00:00Z');
});
afterAll(() => world.close());
beforeEach(() => world.newOrganization());

const MONTHS = ['2025-10', '2025-11', '2025-12'];
const higher = { ...DEFAULT_TARGETS, quarterly: { ...DEFAULT_TARGETS.quarterly, C1: 8000 } };

function personActor(...grants: PersonActor['grants'][number][]): PersonActor {
  const { organizationId } = world.actor;
  const who = { personId: newId(), name: 'Somebody', email: 'x@example.com', grade: 'D1' };
  return { kind: 'person', organizationId, ...who, grants, mustChangePassword: false };
}

describe('targets', () => {
  it.each([
    ['A1', 2750],
    ['B1', 3950],
    ['B2', 4850],
    ['C1', 7700],
    ['C2', 8700],
    ['D1', 6700],
    ['D2', 6200],
  ])('start with a quarterly target for %s of %i, and four times that a year', (grade, target) =>
    world.run(async () => {
      expect(await world.targets.quarterlyTarget(grade, '2025-11-12')).toBe(target);
      expect(await world.targets.yearlyTarget(grade, '2025-11-12')).toBe(4 * target);
    }),
  );

  it('have none for other grades', () =>
    world.run(async () => {
      expect(await world.targets.quarterlyTarget('E9', '2025-11-12')).toBeUndefined();
      expect(await world.targets.yearlyTarget('constructor', '2025-11-12')).toBeUndefined();
    }));

  it('acceptance 45: changed today, they leave the days before as they were', () =>
    world.run(async () => {
      await world.targets.revise(world.actor, '2025-11-12', higher);
      expect(await world.targets.configOn('2025-09-30')).toEqual(DEFAULT_TARGETS);
      expect(await world.targets.quarterlyTarget('C1', '2025-11-11')).toBe(7700);
      expect(await world.targets.quarterlyTarget('C1', '2025-11-12')).toBe(8000);
      expect(await world.storedEvents('targets.revised')).toMatchObject([
        { before: { quarterly: { C1: 7700 } }, after: { quarterly: { C1: 8000 } } },
      ]);
    }));

  it('are taken by the newest date that has come, and for one date by the last change', () =>
    world.run(async () => {
      const withC1 = (C1: number) => ({ ...DEFAULT_TARGETS, quarterly: { ...DEFAULT_TARGETS.quarterly, C1 } });
      await world.targets.revise(world.actor, '2026-04-01', withC1(9000));
      await world.targets.revise(world.actor, '2026-01-01', withC1(8000));
      await world.targets.revise(world.actor, '2026-01-01', withC1(8100));
      const on = (date: string) => world.targets.quarterlyTarget('C1', date);
      expect([await on('2025-12-31'), await on('2026-03-31'), await on('2026-04-01')]).toEqual([7700, 8100, 9000]);
      expect((await world.targets.configs()).map(({ effectiveFrom }) => effectiveFrom)).toEqual([
        '2026-04-01',
        '2026-01-01',
        '2026-01-01',
      ]);
    }));

  it('never change for days that are over', () =>
    world.run(async () => {
      await expect(world.targets.revise(world.actor, '2025-11-11', higher)).rejects.toMatchObject({
        status: 422,
        code: 'targets.retroactive',
      });
    }));

  it('refuse zero and negative figures, naming them', () =>
    world.run(async () => {
      const wrong = { ...DEFAULT_TARGETS, quarterly: { C1: 0, C2: -5 }, bonusCap: 0 };
      await expect(world.targets.revise(world.actor, '2025-11-12', wrong)).rejects.toMatchObject({
        status: 422,
        errors: [{ path: 'quarterly.C1' }, { path: 'quarterly.C2' }, { path: 'bonusCap' }],
      });
    }));

  it('are changed by central only', () =>
    world.run(async () => {
      const hr = personActor({ unit: 'hr', duty: 'admin' });
      await expect(world.targets.revise(hr, '2025-11-12', higher)).rejects.toMatchObject({ status: 403 });
      await world.targets.revise(personActor({ unit: 'central', duty: 'admin' }), '2025-11-12', higher);
      expect(await world.targets.quarterlyTarget('C1', '2025-11-12')).toBe(8000);
    }));
});

describe('utilization', () => {
  const record = (personId: string, month: string, basisPoints: number) =>
    world.targets.recordUtilization(world.actor, { personId, month, basisPoints, requestId: newId() });

  it('acceptance 39: is recorded once per person and month, also when sent at once', () =>
    world.run(async () => {
      const person = world.person();
      const results = await Promise.allSettled([1, 2, 3, 4, 5].map((index) => record(person, '2025-10', 8000 + index)));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const result of results) {
        if (result.status === 'rejected') {
          expect(result.reason).toMatchObject({ code: 'utilization.already_recorded', errors: [{ path: 'month' }] });
        }
      }
      expect(await world.storedEvents('utilization.recorded')).toHaveLength(1);
      expect(await world.targets.recordedMonths([person], MONTHS)).toEqual(new Set([`${person}:2025-10`]));
    }));

  it('acceptance 39: never becomes points', () =>
    world.run(async () => {
      const person = world.person();
      await record(person, '2025-10', 8800);
      expect((await world.ledger.history({ personIds: [person] }, { number: 1, size: 5 })).items).toEqual([]);
    }));

  it('acceptance 40: is averaged over recorded months, for everybody asked for', () =>
    world.run(async () => {
      const [ann, bob] = [world.person(), world.person()];
      await record(ann, '2025-10', 9000);
      await record(ann, '2025-12', 6000);
      await record(ann, '2026-01', 1000);
      const utilization = await world.targets.utilization([ann, bob], MONTHS);
      expect(utilization.get(ann)).toMatchObject({ average: 75, recorded: 2, of: 3, sumBasisPoints: 15_000 });
      expect(utilization.get(bob)).toMatchObject({ average: null, recorded: 0, of: 3 });
    }));

  it.each([
    ['2025-13', 8000],
    ['2025-10', -1],
    ['2025-10', 10_001],
    ['2025-10', 0.5],
  ])('takes no record of %s with %s', (month, basisPoints) =>
    world.run(async () => {
      await expect(record(world.person(), month, basisPoints)).rejects.toThrow(RangeError);
    }),
  );
});
