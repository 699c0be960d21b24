import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newEntry, openLedgerWorld, type LedgerWorld } from '../../../test/support/ledger-world.js';

let world: LedgerWorld;
beforeAll(async () => {
  world = await openLedgerWorld();
});
afterAll(() => world.close());
beforeEach(() => world.newOrganization());

describe('credit', () => {
  it('writes entry, totals and event together', () =>
    world.run(async () => {
      const person = world.person();
      const entry = await world.ledger.credit(world.actor, newEntry(person));
      expect(entry).toMatchObject({ personId: person, sequence: 1, points: 400, quarter: '2025-Q3', year: 2025, month: '2025-11', class: 'regular' });
      const totals = await world.ledger.totals([person], ['2025-Q3', '2025-Q4', '2025', 'all']);
      const full = { regular: 400, bonus: 0, combined: 400 };
      expect(totals.get(person)).toEqual({ '2025-Q3': full, '2025-Q4': { regular: 0, bonus: 0, combined: 0 }, '2025': full, all: full });
    }));
});
