import type { Clock } from '../../kernel/clock.js';
import type { Calendar } from '../../kernel/period.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import { entryWorths } from './entry-worths.js';
import { adjustEntry, checkAdjustment, loadCorrected, reverseEntry } from './correct-entry.js';
import { breakdownOf } from './breakdown.queries.js';
import { categoryTotalsOf } from './category-totals.queries.js';
import { creditEntries } from './credit-entries.js';
import { toEntry, type EntryRecord } from './entry.model.js';
import { byCategory, countByKind, eachEntry, grantsByCategory, hasEntries, history } from './entry.queries.js';
import { sumBy, sumByPersonAndCategory } from './entry-sums.js';
import { grantedBy } from './granted.queries.js';
import { completeBreakdowns } from './keep-breakdowns.js';
import { registerLedgerModels } from './ledger.models.js';
import type { LedgerModule } from './ledger.module.js';
import { awardedPeople, sumByQuarter } from './person.queries.js';
import { standingUnder } from './source-keys.js';
import { rebuildTotals } from './rebuild-totals.js';
import { resealAccounts } from './reseal-accounts.js';
import { eachInOrder, stretch, tally } from './stretch.queries.js';
import { allTotalsOf, eachAccount, extentOf, totalsOf } from './total.queries.js';
import { verifyAccounts } from './verify-accounts.js';

export interface LedgerDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** The organization of the request context; the organizations module fits. */
  readonly organizations: { current(): Promise<{ readonly calendar: Calendar }> };
}

export function createLedger({ storage, outbox, clock, organizations }: LedgerDependencies): LedgerModule {
  const models = registerLedgerModels(storage);
  const { entries } = models;
  const writing = { ...models, outbox, clock };

  const creditMany: LedgerModule['creditMany'] = (actor, news) =>
    storage.run(async () => {
      if (news.length === 0) return [];
      const { calendar } = await organizations.current();
      return creditEntries(writing, actor, calendar, news);
    });

  return {
    async credit(actor, entry) {
      const [credited] = await creditMany(actor, [entry]);
      if (credited === undefined) throw new Error('one entry in, one entry out');
      return credited;
    },
    creditMany,
    adjust: (actor, adjustment) => storage.run(() => adjustEntry(writing, actor, adjustment)),
    async previewAdjustment(actor, adjustment) {
      const { entry, worth } = await checkAdjustment(models, actor, adjustment);
      return { entry, worth };
    },
    reverse: (actor, reversal) => storage.run(() => reverseEntry(writing, actor, reversal)),

    byId: async (id) => (await loadCorrected(models, id)).entry,
    async findBySource(sourceKey) {
      const record = await entries.findOne({ sourceKey }).lean<EntryRecord>();
      return record === null ? undefined : toEntry(record);
    },
    async standing(sourceKeys) {
      const records = await standingUnder(models, sourceKeys);
      return new Map([...records].map(([key, record]) => [key, toEntry(record)]));
    },
    worths: (entryIds) => entryWorths(models, entryIds),
    async corrections(entryId) {
      const { corrections, worth, reversed } = await loadCorrected(models, entryId);
      return { entries: corrections, worth, reversed };
    },

    totals: (personIds, periods) => totalsOf(models, personIds, periods),
    allTotals: (personIds) => allTotalsOf(models, personIds),
    eachAccount: (size) => eachAccount(models, size),

    countByKind: (filter) => countByKind(entries, filter),
    history: (filter, page) => history(entries, filter, page),
    tally: (filter, order) => tally(entries, filter, order),
    stretch: (filter, order, rows) => stretch(entries, filter, order, rows),
    eachInOrder: (filter, order) => eachInOrder(entries, filter, order),
    granted: (filter, page) => grantedBy(entries, filter, page),
    grantsByCategory: (codes) => grantsByCategory(entries, codes),
    byCategory: (personId, period) => byCategory(entries, personId, period),
    sumBy: (filter, by) => sumBy(entries, filter, by),
    sumByPersonAndCategory: (filter) => sumByPersonAndCategory(entries, filter),
    breakdown: (filter) => breakdownOf(models, filter),
    categoryTotals: (personIds, codes) => categoryTotalsOf(models, personIds, codes),
    hasEntries: (filter) => hasEntries(entries, filter),
    sumByQuarter: (filter) => sumByQuarter(entries, filter),
    awardedPeople: (filter) => awardedPeople(entries, filter),
    eachEntry: (filter) => eachEntry(entries, filter),

    replaceWords: (actor, replace) => resealAccounts({ ...models, storage, outbox }, actor, replace),
    verify: (looked) => verifyAccounts(storage, models, undefined, looked),
    extent: () => extentOf(models),
    completeBreakdowns: (stopping) => completeBreakdowns(storage, models, stopping),
    rebuildTotals: (looked) => rebuildTotals(storage, models, undefined, looked),
  };
}
