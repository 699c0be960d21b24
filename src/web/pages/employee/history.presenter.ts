import type { FieldProblem } from '../../../kernel/errors.js';
import { isQuarterKey, isYearKey, yearOfQuarter } from '../../../kernel/period.js';
import { ENTRY_KINDS, ENTRY_ORDERS, type EntryOrder } from '../../../modules/ledger/index.js';
import { HISTORY_STATUSES, type History } from '../../../modules/reports/index.js';
import { paths, withQuery } from '../../paths.js';
import { pagerOf } from '../../views/index.js';

interface HistoryChoices {
  readonly years: readonly string[];
  readonly quarters: readonly string[];
  readonly categories: readonly { readonly value: string; readonly label: string }[];
}

/** What was asked for, and the answer; null where the filter was wrong. */
interface AskedHistory {
  readonly history: History | null;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly errors: readonly FieldProblem[];
}

const FIELDS = ['year', 'quarter', 'category', 'status', 'kind', 'source', 'from', 'to'] as const;

/** The history with its filter in the address: every chip is the same address without one condition. */
export function presentHistory({ history, filter, errors }: AskedHistory, choices: HistoryChoices) {
  const values = valuesOf(filter);
  const sort = ENTRY_ORDERS.find((order) => order === filter['sort']) ?? ENTRY_ORDERS[0];
  const kept = { ...values, sort: sort === ENTRY_ORDERS[0] ? undefined : sort };
  const address = (changes: Record<string, string | number | undefined>) =>
    withQuery(paths.employee.history, { ...kept, ...changes });
  const page = history?.page.number ?? 1;
  return {
    history,
    values,
    ...choices,
    kinds: ENTRY_KINDS,
    statuses: HISTORY_STATUSES,
    sources: ['request', 'award', 'bonus', 'entry'],
    here: address({ page: page === 1 ? undefined : page }),
    exportHref: withQuery(paths.employee.historyExport, kept),
    sorting: { date: sorting('date'), points: sorting('points') },
    errors: errors.map(({ path, message }) => ({ path: `filter-${path}`, message })),
    errorAt: Object.fromEntries(errors.map(({ path, message }) => [path, message])),
    chips: FIELDS.flatMap((name) => {
      const value = values[name];
      return value === undefined ? [] : [{ name, value, removeHref: address({ [name]: undefined }) }];
    }),
    pager: history === null ? null : pagerOf(history.page, (number) => address({ page: number })),
  };

  /** Down first; once more the other way round. */
  function sorting(key: 'date' | 'points') {
    const [down, up]: [EntryOrder, EntryOrder] = [`-${key}`, key];
    return {
      href: address({ sort: sort === down ? up : down }),
      ...(sort === down ? { sorted: 'desc' as const } : sort === up ? { sorted: 'asc' as const } : {}),
    };
  }
}

/** The fields of the filter as they were chosen; a period is a year, or a quarter of one. */
function valuesOf(filter: Readonly<Record<string, unknown>>): Partial<Record<(typeof FIELDS)[number], string>> {
  const text = (name: string) => {
    const value = filter[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const period = text('period');
  const chosen =
    period === undefined
      ? {}
      : isQuarterKey(period)
        ? { year: String(yearOfQuarter(period)), quarter: period }
        : isYearKey(period)
          ? { year: period }
          : {};
  return {
    ...chosen,
    ...Object.fromEntries(
      FIELDS.flatMap((name) => {
        const value = text(name);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  };
}
