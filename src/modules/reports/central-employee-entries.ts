import { pageOf, type PageRequest } from '../../kernel/paging.js';
import { monthsOfQuarter, type Calendar, type YearKey } from '../../kernel/period.js';
import type { Entry } from '../ledger/index.js';
import type { CentralEmployee, CentralEmployeeWish, CentralEntry } from './central-employee-figures.js';
import { quartersOf } from './own-people.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/** A page of a person's entries in a year, with what they were computed from. */
export async function centralEntries(
  { ledger }: ReportsDependencies,
  personId: string,
  year: YearKey,
  { quarter, categoryCode, kind }: CentralEmployeeWish,
  page: PageRequest,
  names: ReadonlyMap<string, string>,
): Promise<CentralEmployee['entries']> {
  const found = await ledger.history(
    {
      personIds: [personId],
      period: quarter === undefined ? year : `${Number(year)}-Q${quarter}`,
      ...(categoryCode !== undefined && { categoryCode }),
      ...(kind !== undefined && { kind }),
    },
    page,
  );
  const items = found.items.map((entry) => entryLine(entry, names));
  return { ...pageOf(items, page, found.page.total), totals: found.totals };
}

function entryLine({ basis, ...entry }: Entry, names: ReadonlyMap<string, string>): CentralEntry {
  return {
    id: entry.id,
    kind: entry.kind,
    categoryCode: entry.categoryCode,
    categoryName: names.get(entry.categoryCode) ?? entry.categoryCode,
    categoryVersion: basis.categoryVersion,
    grade: basis.grade,
    value: basis.value,
    quantity: basis.quantity,
    points: entry.points,
    date: entry.effectiveDate,
    period: entry.quarter,
    by: entry.by.name,
    at: entry.at,
    words: entry.reason,
  };
}

/** Points of every month of a year, those without any included. */
export async function centralMonths(
  { ledger }: ReportsDependencies,
  personId: string,
  year: YearKey,
  calendar: Calendar,
): Promise<CentralEmployee['byMonth']> {
  const rows = await ledger.sumBy({ personIds: [personId], period: year }, 'month');
  const sums = new Map(rows.map((row) => [row.key, row]));
  // Entries keep their month; a calendar that was changed since may have put one of them outside of the twelve.
  const months = new Set([...quartersOf(year).flatMap((key) => monthsOfQuarter(key, calendar)), ...sums.keys()]);
  return [...months].sort().map((month) => {
    const { regular, bonus } = sums.get(month) ?? { regular: 0, bonus: 0 };
    return { month, regular, bonus };
  });
}
