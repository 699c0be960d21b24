import { HISTORY_STATUSES, type History } from '../../../modules/reports/index.js';
import { ENTRY_KINDS } from '../../../modules/ledger/index.js';
import { paths, withQuery } from '../../paths.js';
import type { PeriodChoice } from '../../forms/period-choices.js';
import { pagerOf } from '../../views/index.js';
import type { HistoryQuery } from './history.js';

interface HistoryChoices {
  readonly periods: readonly PeriodChoice[];
  readonly categories: readonly { readonly value: string; readonly label: string }[];
}

/** The history with its filter in the address: every chip is the same address without one condition. */
export function presentHistory(history: History, query: HistoryQuery, choices: HistoryChoices) {
  const { page: _page, size: _size, ...filter } = query;
  const address = (changes: Record<string, string | number | undefined>) =>
    withQuery(paths.employee.history, { ...filter, ...changes });
  return {
    history,
    query,
    ...choices,
    here: address({ page: query.page === 1 ? undefined : query.page }),
    kinds: ENTRY_KINDS,
    statuses: HISTORY_STATUSES,
    without: {
      period: address({ period: undefined }),
      category: address({ category: undefined }),
      kind: address({ kind: undefined }),
      status: address({ status: undefined }),
    },
    pager: pagerOf(history.page, (page) => address({ page })),
  };
}
