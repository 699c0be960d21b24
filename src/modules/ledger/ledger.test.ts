import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../kernel/actor.js';
import { newId } from '../../kernel/ids.js';
import type { Grant } from '../../kernel/units.js';
import { newEntry, openLedgerWorld, type LedgerWorld } from '../../../test/support/ledger-world.js';

let world: LedgerWorld;
beforeAll(async () => {
  world = await openLedgerWorld();
});
afterAll(() => world.close());
beforeEach(() => world.newOrganization());

function personActor(grants: readonly Grant[], personId = newId()): PersonActor {
  const { organizationId } = world.actor;
  return {
    kind: 'person',
    organizationId,
    personId,
    name: 'Somebody',
    email: 'x@example.com',
    grade: 'D1',
    grants,
    mustChangePassword: false,
  };
}
const hr = () => personActor([{ unit: 'hr', duty: 'admin' }]);
const central = () => personActor([{ unit: 'central', duty: 'admin' }]);

const totalOf = async (person: string, period: '2025-Q3' | '2025' | 'all' = 'all') =>
  (await world.ledger.totals([person], [period])).get(person)?.[period];

describe('credit', () => {
  it('writes entry, totals and event together', () =>
    world.run(async () => {
      const person = world.person();
      const entry = await world.ledger.credit(world.actor, newEntry(person));
      expect(entry).toMatchObject({
        personId: person,
        sequence: 1,
        points: 400,
        quarter: '2025-Q3',
        year: 2025,
        month: '2025-11',
        class: 'regular',
        by: { kind: 'system', id: null, name: 'test' },
      });
      const totals = await world.ledger.totals([person], ['2025-Q3', '2025-Q4', '2025', 'all']);
      const full = { regular: 400, bonus: 0, combined: 400 };
      const none = { regular: 0, bonus: 0, combined: 0 };
      expect(totals.get(person)).toEqual({ '2025-Q3': full, '2025-Q4': none, '2025': full, all: full });
      expect(await world.ledger.byId(entry.id)).toEqual(entry);
      expect(await world.storedEvents('points.credited')).toMatchObject([
        { subject: { id: entry.id }, data: { personId: person, points: 400 } },
      ]);
    }));

  it('refuses a source key that was credited before and leaves everything as it was', () =>
    world.run(async () => {
      const person = world.person();
      const entry = newEntry(person);
      await world.ledger.credit(world.actor, entry);
      await expect(world.ledger.credit(world.actor, entry)).rejects.toMatchObject({
        status: 409,
        code: 'ledger.already_credited',
      });
      expect(await totalOf(person)).toMatchObject({ combined: 400 });
    }));

  it('takes everything back when the surrounding transaction fails', () =>
    world.run(async () => {
      const person = world.person();
      const failing = world.storage.run(async () => {
        await world.ledger.credit(world.actor, newEntry(person));
        throw new Error('the decision failed');
      });
      await expect(failing).rejects.toThrow('the decision failed');
      expect(await totalOf(person)).toMatchObject({ combined: 0 });
      expect((await world.ledger.history({}, { number: 1, size: 10 })).page.total).toBe(0);
      expect(await world.storedEvents('points.credited')).toEqual([]);
      expect(await world.differences()).toEqual([]);
    }));

  it.each([0, -1, 0.5, Number.NaN, 1_000_001])('never writes %s points', (points) =>
    world.run(async () => {
      await expect(world.ledger.credit(world.actor, newEntry(world.person(), { points }))).rejects.toThrow(RangeError);
    }),
  );

  it('credits a source again only after its entry was reversed, and counts in the key', () =>
    world.run(async () => {
      const person = world.person();
      const key = `bonus:${person}:2025-Q3`;
      const bonus = newEntry(person, { kind: 'bonus', sourceKey: key, againAfterReversal: true });
      const first = await world.ledger.credit(world.actor, bonus);
      await expect(world.ledger.credit(world.actor, bonus)).rejects.toMatchObject({ code: 'ledger.already_credited' });
      await world.ledger.reverse(world.actor, { entryId: first.id, reason: 'wrong quarter' });
      expect(await world.ledger.credit(world.actor, bonus)).toMatchObject({ sourceKey: `${key}:2`, class: 'bonus' });
      await expect(world.ledger.credit(world.actor, bonus)).rejects.toMatchObject({ code: 'ledger.already_credited' });
      expect(await totalOf(person)).toEqual({ regular: 0, bonus: 400, combined: 400 });
    }));

  it('keeps organizations apart, also under the same source key', () =>
    world.run(async () => {
      const person = world.person();
      const entry = newEntry(person);
      await world.ledger.credit(world.actor, entry);
      world.newOrganization();
      await world.run(async () => {
        expect(await totalOf(person)).toMatchObject({ combined: 0 });
        expect(await world.ledger.findBySource(entry.sourceKey)).toBeUndefined();
        await world.ledger.credit(world.actor, entry);
        expect(await totalOf(person)).toMatchObject({ combined: 400 });
      });
    }));
});

describe('creditMany', () => {
  it('credits in the order given, for several people and several times the same', () =>
    world.run(async () => {
      const [ann, bob] = [world.person(), world.person()];
      await world.ledger.credit(world.actor, newEntry(ann, { points: 1 }));
      const entries = await world.ledger.creditMany(world.actor, [
        newEntry(ann, { points: 20 }),
        newEntry(bob, { points: 300, kind: 'bonus' }),
        newEntry(ann, { points: 4000, effectiveDate: '2025-06-01' }),
      ]);
      expect(entries.map(({ personId, sequence, points }) => [personId, sequence, points])).toEqual([
        [ann, 2, 20],
        [bob, 1, 300],
        [ann, 3, 4000],
      ]);
      expect(await totalOf(ann)).toMatchObject({ regular: 4021 });
      expect(await totalOf(ann, '2025-Q3')).toMatchObject({ regular: 21 });
      expect(await totalOf(bob)).toMatchObject({ bonus: 300 });
      expect(await world.storedEvents('points.credited')).toHaveLength(4);
      expect(await world.differences()).toEqual([]);
      expect(await world.ledger.creditMany(world.actor, [])).toEqual([]);
    }));

  it('credits none when one was credited before, or is named twice', () =>
    world.run(async () => {
      const person = world.person();
      const [first, second] = [newEntry(person), newEntry(person)];
      await world.ledger.credit(world.actor, first);
      for (const batch of [
        [second, first],
        [second, second],
      ]) {
        await expect(world.ledger.creditMany(world.actor, batch)).rejects.toMatchObject({
          code: 'ledger.already_credited',
        });
      }
      expect(await totalOf(person)).toMatchObject({ combined: 400 });
      expect(await world.differences()).toEqual([]);
    }));
});

describe('adjust', () => {
  it('acceptance 36: corrects 400 to 300 by an entry of -100 in the same period', () =>
    world.run(async () => {
      const person = world.person();
      const entry = await world.ledger.credit(world.actor, newEntry(person, { effectiveDate: '2025-06-28' }));
      const adjustment = await world.ledger.adjust(hr(), { entryId: entry.id, points: 300, reason: ' typed wrongly ' });
      expect(adjustment).toMatchObject({
        kind: 'adjustment',
        points: -100,
        quarter: '2025-Q1',
        effectiveDate: '2025-06-28',
        categoryCode: 'spot_award',
        correctsEntryId: entry.id,
        reason: 'typed wrongly',
      });
      expect(await totalOf(person, '2025')).toMatchObject({ regular: 300 });
      expect(await world.ledger.byId(entry.id)).toEqual(entry);
      const events = await world.storedEvents('points.credited');
      expect(events.find(({ subject }) => subject.id === adjustment.id)).toMatchObject({
        data: { kind: 'adjustment', points: -100 },
        before: { points: 400 },
        after: { points: 300 },
      });
      expect(await world.ledger.byCategory(person, '2025-Q1')).toEqual([
        { code: 'spot_award', class: 'regular', points: 300, count: 1 },
      ]);
    }));

  it('corrects again from what it was corrected to', () =>
    world.run(async () => {
      const entry = await world.ledger.credit(world.actor, newEntry(world.person()));
      await world.ledger.adjust(world.actor, { entryId: entry.id, points: 300, reason: 'first' });
      expect(
        await world.ledger.adjust(world.actor, { entryId: entry.id, points: 350, reason: 'second' }),
      ).toMatchObject({ points: 50 });
      expect(await world.ledger.corrections(entry.id)).toMatchObject({ worth: 350, reversed: false });
    }));

  it.each([
    ['acceptance 36: without a reason', { points: 300, reason: '  ' }, 'ledger.reason_missing'],
    ['acceptance 36: below 0', { points: -1, reason: 'x' }, 'ledger.points_out_of_range'],
    ['a fraction', { points: 0.5, reason: 'x' }, 'ledger.points_out_of_range'],
    ['no change', { points: 400, reason: 'x' }, 'ledger.nothing_to_correct'],
  ])('refuses a correction: %s', (_name, change, code) =>
    world.run(async () => {
      const entry = await world.ledger.credit(world.actor, newEntry(world.person()));
      await expect(world.ledger.adjust(hr(), { entryId: entry.id, ...change })).rejects.toMatchObject({
        status: 422,
        code,
      });
      expect((await world.ledger.corrections(entry.id)).entries).toEqual([]);
    }),
  );

  it('refuses to correct a correction', () =>
    world.run(async () => {
      const entry = await world.ledger.credit(world.actor, newEntry(world.person()));
      const adjustment = await world.ledger.adjust(hr(), { entryId: entry.id, points: 300, reason: 'x' });
      await expect(world.ledger.adjust(hr(), { entryId: adjustment.id, points: 1, reason: 'x' })).rejects.toMatchObject(
        {
          code: 'ledger.not_correctable',
        },
      );
    }));

  it('answers 404 for an unknown entry and for one of another organization', () =>
    world.run(async () => {
      const entry = await world.ledger.credit(world.actor, newEntry(world.person()));
      await expect(world.ledger.adjust(hr(), { entryId: newId(), points: 1, reason: 'x' })).rejects.toMatchObject({
        status: 404,
      });
      world.newOrganization();
      await world.run(() =>
        expect(world.ledger.adjust(hr(), { entryId: entry.id, points: 1, reason: 'x' })).rejects.toMatchObject({
          status: 404,
        }),
      );
    }));

  it('adds up when many correct at once: the last written value is the worth', () =>
    world.run(async () => {
      const entry = await world.ledger.credit(world.actor, newEntry(world.person()));
      const values = [100, 150, 200, 250, 300];
      const results = await Promise.all(
        values.map((points) => world.ledger.adjust(hr(), { entryId: entry.id, points, reason: `to ${points}` })),
      );
      const { entries, worth } = await world.ledger.corrections(entry.id);
      expect(entries).toHaveLength(values.length);
      const last = entries.at(-1);
      expect(worth).toBe(values[results.findIndex(({ id }) => id === last?.id)]);
      expect(await world.differences()).toEqual([]);
    }));
});

describe('reverse', () => {
  it('takes back what the entry is worth now, once', () =>
    world.run(async () => {
      const person = world.person();
      const entry = await world.ledger.credit(world.actor, newEntry(person));
      await world.ledger.adjust(hr(), { entryId: entry.id, points: 300, reason: 'x' });
      expect(await world.ledger.reverse(hr(), { entryId: entry.id, reason: 'x' })).toMatchObject({
        kind: 'reversal',
        points: -300,
      });
      expect(await totalOf(person)).toMatchObject({ combined: 0 });
      for (const again of ['reverse', 'adjust'] as const) {
        await expect(world.ledger[again](hr(), { entryId: entry.id, points: 5, reason: 'x' })).rejects.toMatchObject({
          status: 409,
          code: 'ledger.already_reversed',
        });
      }
    }));
});

describe('who may correct', () => {
  it.each([
    ['HR administration a regular entry', 'earn', hr, true],
    ['central a bonus', 'bonus', central, true],
    ['HR administration a bonus', 'bonus', hr, false],
    ['central a regular entry', 'earn', central, false],
    ['an approver', 'earn', () => personActor([{ unit: 'pm', duty: 'approver' }]), false],
    ['somebody without a grant', 'earn', () => personActor([]), false],
  ] as const)('%s', (_name, kind, actor, allowed) =>
    world.run(async () => {
      const entry = await world.ledger.credit(world.actor, newEntry(world.person(), { kind }));
      const correction = world.ledger.adjust(actor(), { entryId: entry.id, points: 1, reason: 'x' });
      if (allowed) await expect(correction).resolves.toMatchObject({ points: -399 });
      else await expect(correction).rejects.toMatchObject({ status: 403, code: 'ledger.forbidden' });
    }),
  );

  it('nobody the own points', () =>
    world.run(async () => {
      const person = world.person();
      const entry = await world.ledger.credit(world.actor, newEntry(person));
      const actor = personActor([{ unit: 'hr', duty: 'admin' }], person);
      await expect(world.ledger.reverse(actor, { entryId: entry.id, reason: 'x' })).rejects.toMatchObject({
        code: 'ledger.own_entry',
      });
    }));
});

describe('history and sums', () => {
  it('pages, filters, and totals the whole filter', () =>
    world.run(async () => {
      const [ann, bob] = [world.person(), world.person()];
      const credit = (person: string, overrides: Parameters<typeof newEntry>[1]) =>
        world.ledger.credit(world.actor, newEntry(person, overrides));
      await credit(ann, { points: 100, effectiveDate: '2025-06-30', categoryCode: 'interviews', unit: 'ta' });
      const second = await credit(ann, { points: 200, effectiveDate: '2025-07-01' });
      await credit(ann, {
        points: 1000,
        effectiveDate: '2025-09-30',
        kind: 'bonus',
        categoryCode: 'bonus',
        unit: 'central',
      });
      await credit(bob, { points: 50, effectiveDate: '2025-07-02' });
      world.clock.advance(1000);
      await world.ledger.adjust(world.actor, { entryId: second.id, points: 150, reason: 'x' });

      const page = await world.ledger.history({ personIds: [ann] }, { number: 1, size: 2 });
      expect(page.items.map(({ points, effectiveDate }) => [effectiveDate, points])).toEqual([
        ['2025-09-30', 1000],
        ['2025-07-01', -50],
      ]);
      expect(page).toMatchObject({
        page: { number: 1, size: 2, total: 4 },
        totals: { regular: 250, bonus: 1000, combined: 1250 },
      });

      const totals = async (filter: Parameters<typeof world.ledger.history>[0]) =>
        (await world.ledger.history(filter, { number: 1, size: 1 })).totals.combined;
      expect(await totals({ period: '2025-Q2' })).toBe(1200);
      expect(await totals({ period: '2025' })).toBe(1300);
      expect(await totals({ period: 'all', class: 'regular' })).toBe(300);
      expect(await totals({ from: '2025-07-01', to: '2025-07-02' })).toBe(200);
      expect(await totals({ to: '2025-06-30' })).toBe(100);
      expect(await totals({ unit: 'ta' })).toBe(100);
      expect(await totals({ kind: 'adjustment' })).toBe(-50);
      expect(await totals({ personIds: [] })).toBe(0);

      expect(await world.ledger.sumBy({}, 'month')).toEqual([
        { key: '2025-06', regular: 100, bonus: 0, combined: 100, count: 1 },
        { key: '2025-07', regular: 200, bonus: 0, combined: 200, count: 2 },
        { key: '2025-09', regular: 0, bonus: 1000, combined: 1000, count: 1 },
      ]);
      expect(
        (await world.ledger.sumBy({ personIds: [ann] }, 'unit')).map(({ key, combined }) => [key, combined]),
      ).toEqual([
        ['central', 1000],
        ['pmo', 150],
        ['ta', 100],
      ]);
      expect(await world.ledger.hasEntries({ period: '2025-Q1', unit: 'ta' })).toBe(true);
      expect(await world.ledger.hasEntries({ period: '2024', unit: 'ta' })).toBe(false);

      const streamed: number[] = [];
      for await (const entry of world.ledger.eachEntry({ personIds: [ann] })) streamed.push(entry.sequence);
      expect(streamed).toEqual([1, 2, 3, 4]);
    }));

  it('takes no operator from a filter value', () =>
    world.run(async () => {
      await world.ledger.credit(world.actor, newEntry(world.person()));
      const hostile = { $ne: 'x' } as unknown as string;
      expect(await world.ledger.sumBy({ categoryCode: hostile }, 'unit')).toEqual([]);
      await expect(world.ledger.history({ categoryCode: hostile }, { number: 1, size: 5 })).rejects.toThrow(
        /Cast to string failed/,
      );
    }));
});

describe('verify and rebuild', () => {
  it('names people in batches', () =>
    world.run(async () => {
      const people = Array.from({ length: 5 }, () => world.person());
      for (const person of people) await world.ledger.credit(world.actor, newEntry(person));
      const batches: string[][] = [];
      for await (const batch of world.ledger.eachAccount(2)) batches.push(batch);
      expect(batches.map((batch) => batch.length)).toEqual([2, 2, 1]);
      expect(batches.flat()).toEqual([...people].sort());
    }));

  it('mends totals that are wrong, missing or too many, and leaves right ones alone', () =>
    world.run(async () => {
      const people = [world.person(), world.person()];
      for (const person of people) await world.ledger.credit(world.actor, newEntry(person));
      const [first] = people;
      const totals = world.storage.connection.collection('ledger_totals');
      await totals.updateOne({ person: first, period: 'all' }, { $set: { regular: 9999 } });
      await totals.deleteOne({ person: first as never, period: '2025' });
      await totals.insertOne({
        _id: newId() as never,
        organization: world.actor.organizationId,
        person: first,
        period: '2024',
        regular: 7,
        bonus: 0,
      });
      expect(await world.differences()).toEqual([
        {
          type: 'total.wrong',
          personId: first,
          period: '2024',
          stored: { period: '2024', regular: 7, bonus: 0 },
          computed: undefined,
        },
        {
          type: 'total.wrong',
          personId: first,
          period: '2025',
          stored: undefined,
          computed: { period: '2025', regular: 400, bonus: 0 },
        },
        {
          type: 'total.wrong',
          personId: first,
          period: 'all',
          stored: { period: 'all', regular: 9999, bonus: 0 },
          computed: { period: 'all', regular: 400, bonus: 0 },
        },
      ]);
      expect(await world.ledger.rebuildTotals()).toEqual({ people: 2, corrected: 3 });
      expect(await world.differences()).toEqual([]);
      expect(await totalOf(String(first))).toMatchObject({ combined: 400 });
    }));
});
