import { z } from 'zod';
import { localDateField, optionalField, pageFields, periodField } from '../../../kernel/fields.js';
import { ALL_TIME, isQuarterKey, isYearKey, periodLabel, yearOfQuarter } from '../../../kernel/period.js';
import { ENTRY_KINDS, ENTRY_ORDERS } from '../../../modules/ledger/index.js';
import { HISTORY_STATUSES, type HistoryFilter } from '../../../modules/reports/index.js';

const SOURCES = ['request', 'award', 'bonus', 'entry'] as const;

const filterFields = {
  /** A quarter, a fiscal year or all; instead of the two below. */
  period: optionalField(periodField()),
  year: optionalField(z.string().refine(isYearKey, { error: 'A fiscal year such as 2025.' })),
  quarter: optionalField(z.string().refine(isQuarterKey, { error: 'A quarter such as 2025-Q4.' })),
  from: optionalField(localDateField()),
  to: optionalField(localDateField()),
  category: optionalField(z.string().max(60, { error: 'A code of a category.' })),
  kind: optionalField(z.enum(ENTRY_KINDS, { error: 'Choose a kind from the list.' })),
  source: optionalField(z.enum(SOURCES, { error: 'Choose a source from the list.' })),
  status: optionalField(z.enum(HISTORY_STATUSES, { error: 'Choose a status from the list.' })),
  sort: optionalField(z.enum(ENTRY_ORDERS, { error: 'One of -date, date, -points, points.' })),
};

type Given = Readonly<Partial<Record<'period' | 'year' | 'quarter' | 'from' | 'to', string | undefined>>>;

/** What no row could fulfil is a mistake in the filter rather than an empty list. */
function contradictions({ period, year, quarter, from, to }: Given): { path: string; message: string }[] {
  return [
    ...(period !== undefined && (year !== undefined || quarter !== undefined)
      ? [{ path: 'period', message: 'Give a period, or a year and quarter, not both.' }]
      : []),
    ...(year !== undefined &&
    quarter !== undefined &&
    isQuarterKey(quarter) &&
    isYearKey(year) &&
    yearOfQuarter(quarter) !== Number(year)
      ? [{ path: 'quarter', message: `${periodLabel(quarter)} is no quarter of ${periodLabel(year)}.` }]
      : []),
    ...(from !== undefined && to !== undefined && from > to
      ? [{ path: 'from', message: 'The first day is after the last one.' }]
      : []),
  ];
}

const complain = (given: Given, context: z.RefinementCtx) => {
  for (const { path, message } of contradictions(given)) context.addIssue({ code: 'custom', path: [path], message });
};

export const historyQuery = z.object({ ...filterFields, ...pageFields }).superRefine(complain);
export const historyExportQuery = z.object(filterFields).superRefine(complain);

export type HistoryQuery = z.output<typeof historyExportQuery>;

/** The filter as reports take it. */
export function historyFilter(query: HistoryQuery): HistoryFilter {
  const { period, year, quarter, from, to, category, kind, source, status } = query;
  return { period: quarter ?? year ?? period ?? ALL_TIME, from, to, categoryCode: category, kind, source, status };
}
