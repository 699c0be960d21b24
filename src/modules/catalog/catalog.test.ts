import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../kernel/actor.js';
import { newId } from '../../kernel/ids.js';
import { openLedgerWorld, type LedgerWorld } from '../../../test/support/ledger-world.js';
import { valueFor, type NewCategory } from './index.js';

let world: LedgerWorld;
beforeAll(async () => {
  world = await openLedgerWorld();
});
afterAll(() => world.close());
beforeEach(() => world.newOrganization());

const hackathon: NewCategory = {
  code: 'hackathon',
  name: 'Hackathon',
  description: '',
  unit: 'hr',
  kinds: ['raised', 'award'],
  baseValue: 100,
  gradeValues: { C1: 250 },
  counted: false,
  evidence: 'none',
  evidenceMayBeLink: false,
  limit: { frequency: 'quarterly', max: 1, gradeMax: { C1: 2 } },
};

function personActor(...grants: PersonActor['grants'][number][]): PersonActor {
  const { organizationId } = world.actor;
  const who = { personId: newId(), name: 'Somebody', email: 'x@example.com', grade: 'D1' };
  return { kind: 'person', organizationId, ...who, grants, mustChangePassword: false };
}

describe('the catalogue', () => {
  it('installs the starting catalogue once and leaves edits alone', () =>
    world.run(async () => {
      expect(await world.catalog.installStartingCatalogue(world.actor)).toBe(18);
      await world.catalog.revise(world.actor, 'feedback', { baseValue: 120 });
      expect(await world.catalog.installStartingCatalogue(world.actor)).toBe(0);
      expect(await world.catalog.byCode('feedback')).toMatchObject({ baseValue: 120, version: 2 });
      expect(await world.storedEvents('category.created')).toHaveLength(18);
    }));

  it('installs once when two start at once', () =>
    world.run(async () => {
      const installed = await Promise.all([1, 2, 3].map(() => world.catalog.installStartingCatalogue(world.actor)));
      expect(installed.sort()).toEqual([0, 0, 18]);
      expect(await world.catalog.list()).toHaveLength(18);
    }));

  it('lists by status, unit and kind', () =>
    world.run(async () => {
      await world.catalog.installStartingCatalogue(world.actor);
      await world.catalog.setStatus(world.actor, 'presales_rfp', 'inactive');
      const codes = async (filter: Parameters<typeof world.catalog.list>[0]) =>
        (await world.catalog.list(filter)).map(({ code }) => code);
      expect(await codes({ unit: 'presales', status: 'active' })).toEqual([
        'presales_adhoc',
        'presales_e2e',
        'presales_partial',
      ]);
      expect(await codes({ kind: 'award' })).toEqual(['feedback', 'market_impact', 'initiative_ai', 'mentoring']);
      expect(await codes({ status: 'inactive' })).toEqual(['presales_rfp']);
    }));

  it('creates a category as it was given, with an event', () =>
    world.run(async () => {
      const created = await world.catalog.create(world.actor, hackathon);
      expect(created).toEqual({ ...hackathon, id: created.id, status: 'active', version: 1 });
      expect(await world.catalog.byCode('hackathon')).toEqual(created);
      await expect(world.catalog.create(world.actor, hackathon)).rejects.toMatchObject({
        status: 422,
        code: 'category.code_taken',
      });
    }));

  it('acceptance 13: a revision is a new version; the old one still says what it said', () =>
    world.run(async () => {
      await world.catalog.create(world.actor, hackathon);
      const revised = await world.catalog.revise(world.actor, 'hackathon', { gradeValues: { C1: 300 } });
      expect(revised).toMatchObject({ version: 2, baseValue: 100 });
      expect(valueFor(await world.catalog.byCode('hackathon'), 'C1', 1)).toMatchObject({ points: 300 });
      expect(valueFor(await world.catalog.atVersion('hackathon', 1), 'C1', 1)).toMatchObject({ points: 250 });
      expect(await world.storedEvents('category.revised')).toMatchObject([
        { before: { gradeValues: { C1: 250 } }, after: { gradeValues: { C1: 300 } }, data: { version: 2 } },
      ]);
    }));

  it('makes no version of a revision that changes nothing', () =>
    world.run(async () => {
      await world.catalog.create(world.actor, hackathon);
      expect(
        await world.catalog.revise(world.actor, 'hackathon', { name: 'Hackathon', limit: hackathon.limit }),
      ).toMatchObject({ version: 1 });
      expect(await world.storedEvents('category.revised')).toEqual([]);
    }));

  it('numbers revisions made at once', () =>
    world.run(async () => {
      await world.catalog.create(world.actor, hackathon);
      await Promise.all(
        [110, 120, 130].map((baseValue) => world.catalog.revise(world.actor, 'hackathon', { baseValue })),
      );
      const { version, baseValue } = await world.catalog.byCode('hackathon');
      expect(version).toBe(4);
      expect((await world.catalog.atVersion('hackathon', 4)).baseValue).toBe(baseValue);
    }));

  it('answers 404 for unknown codes and those of another organization', () =>
    world.run(async () => {
      await world.catalog.create(world.actor, hackathon);
      world.newOrganization();
      await world.run(async () => {
        expect(await world.catalog.find('hackathon')).toBeUndefined();
        await expect(world.catalog.byCode('hackathon')).rejects.toMatchObject({
          status: 404,
          code: 'category.not_found',
        });
        await expect(world.catalog.revise(world.actor, 'hackathon', {})).rejects.toMatchObject({ status: 404 });
      });
    }));

  it('is edited by HR administration only', () =>
    world.run(async () => {
      await world.catalog.create(personActor({ unit: 'hr', duty: 'admin' }), hackathon);
      for (const actor of [
        personActor(),
        personActor({ unit: 'hr', duty: 'validator' }),
        personActor({ unit: 'central', duty: 'admin' }),
      ]) {
        const attempts: (() => Promise<unknown>)[] = [
          () => world.catalog.create(actor, { ...hackathon, code: 'other' }),
          () => world.catalog.revise(actor, 'hackathon', { baseValue: 1 }),
          () => world.catalog.setStatus(actor, 'hackathon', 'inactive'),
          () => world.catalog.installStartingCatalogue(actor),
        ];
        for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ status: 403 });
      }
      expect(await world.catalog.byCode('hackathon')).toMatchObject({ version: 1, status: 'active' });
    }));
});
