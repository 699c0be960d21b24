import type { PersonActor } from '../../kernel/actor.js';
import { pageOf, type PageRequest } from '../../kernel/paging.js';
import { NO_POINTS, type TallyRow, type Totals } from '../ledger/index.js';
import { categoryNames } from './category-figures.js';
import type { History, HistoryFilter, HistoryItem, HistoryOrder } from './history.js';
import { entriesMeant, entryItems, requestItem, requestsMeant } from './history-lines.js';
import { mergeCounts, mergedPage } from './merged-page.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/**
 * A person's entries and what became of the own requests, merged; the totals are those of the entries. Both lists are
 * counted by day or points first, so that of either only the rows of the page are read, however deep it lies.
 */
export async function personHistory(
  deps: ReportsDependencies,
  actor: PersonActor,
  filter: HistoryFilter,
  page: PageRequest,
  order: HistoryOrder = '-date',
): Promise<History> {
  const { ledger, requests } = deps;
  const meant = entriesMeant(actor.personId, filter);
  const asked = requestsMeant(filter);
  const entries = meant === null ? [] : await ledger.tally(meant, order);
  const uncredited = asked === null ? [] : await requests.ownTally(actor, asked, order);
  const rows = mergedPage(mergeCounts(entries, uncredited, order.startsWith('-')), page);
  const names = await categoryNames(deps);
  const lines = [
    ...(meant === null ? [] : await entryItems(deps, actor, await ledger.stretch(meant, order, rows.first), names)),
    ...(asked === null ? [] : (await requests.ownStretch(actor, asked, order, rows.second)).map(requestItem)),
  ];
  const count = sumOf(entries);
  return {
    ...pageOf(inOrder(lines, order), page, count + sumOf(uncredited)),
    totals: totalsOf(entries),
    entries: count,
  };
}

function sumOf(rows: readonly { readonly count: number }[]): number {
  return rows.reduce((sum, { count }) => sum + count, 0);
}

function totalsOf(rows: readonly TallyRow[]): Totals {
  return rows.reduce(
    (sums, row) => ({ ...sums, [row.class]: sums[row.class] + row.points, combined: sums.combined + row.points }),
    NO_POINTS,
  );
}

/** Sorting is stable: of one key the entries stay before the requests, and each in the order in which they came. */
export function inOrder(lines: readonly HistoryItem[], order: HistoryOrder): HistoryItem[] {
  return [...lines].sort((one, other) => compareKeys(one, other, order));
}

export function compareKeys(one: HistoryItem, other: HistoryItem, order: HistoryOrder): number {
  const [a, b] = order.endsWith('points') ? [one.points, other.points] : [one.date, other.date];
  if (a === b) return 0;
  return a < b === order.startsWith('-') ? 1 : -1;
}
