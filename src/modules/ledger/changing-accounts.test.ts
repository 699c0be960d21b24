import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Storage } from '../../platform/storage/index.js';
import { newEntry, openLedgerWorld, type LedgerWorld } from '../../../test/support/ledger-world.js';
import { accountStateOf } from './account-states.js';
import { examineAccount, type AccountState } from './examine-account.js';
import { registerLedgerModels, type LedgerModels } from './ledger.models.js';
import { rebuildTotals } from './rebuild-totals.js';
import { verifyAccounts } from './verify-accounts.js';

/** Points are credited while somebody verifies or rebuilds: between reading the totals and reading the entries. */

let world: LedgerWorld;
let storage: Storage;
let models: LedgerModels;
beforeAll(async () => {
  world = await openLedgerWorld();
  storage = await world.connect();
  models = registerLedgerModels(storage);
});
afterAll(() => world.close());
beforeEach(() => world.newOrganization());

/** One account as a reader sees it whose totals are from before a credit, and its entries from after. */
async function* tornState(person: string): AsyncGenerator<AccountState> {
  const { totals } = await accountStateOf(models, person);
  await world.ledger.credit(world.actor, newEntry(person));
  const torn = { ...(await accountStateOf(models, person)), totals };
  expect(examineAccount(torn)).not.toEqual([]);
  yield torn;
}

describe('an account that changes while it is read', () => {
  it('is no difference to the verifier', () =>
    world.run(async () => {
      const person = world.person();
      await world.ledger.credit(world.actor, newEntry(person));
      const reported: unknown[] = [];
      for await (const difference of verifyAccounts(storage, models, tornState(person))) reported.push(difference);
      expect(reported).toEqual([]);
    }));

  it('is still one when something is wrong with it besides', () =>
    world.run(async () => {
      const person = world.person();
      const { id } = await world.ledger.credit(world.actor, newEntry(person));
      await storage.connection.collection('entries').updateOne({ _id: id as never }, { $set: { reason: 'forged' } });
      const reported: unknown[] = [];
      for await (const difference of verifyAccounts(storage, models, tornState(person))) reported.push(difference);
      expect(reported).toEqual([{ type: 'entry.altered', personId: person, sequence: 1, entryId: id }]);
    }));

  it('is not mended by a rebuild', () =>
    world.run(async () => {
      const person = world.person();
      await world.ledger.credit(world.actor, newEntry(person));
      expect(await rebuildTotals(storage, models, tornState(person))).toEqual({ people: 1, corrected: 0 });
      expect((await world.ledger.totals([person], ['all'])).get(person)?.all.combined).toBe(800);
    }));

  it('is made anew once where two rebuilds and a credit meet', () =>
    world.run(async () => {
      const person = world.person();
      await world.ledger.credit(world.actor, newEntry(person));
      await models.totals.deleteMany({ person });
      await models.breakdowns.deleteMany({ person });
      const [one, other] = await Promise.all([
        rebuildTotals(storage, models),
        rebuildTotals(storage, models),
        world.ledger.credit(world.actor, newEntry(person)),
      ]);
      expect(one.people + other.people).toBe(2);
      const reported: unknown[] = [];
      for await (const difference of verifyAccounts(storage, models)) reported.push(difference);
      expect(reported).toEqual([]);
      expect((await world.ledger.totals([person], ['all'])).get(person)?.all.combined).toBe(800);
    }));
});
