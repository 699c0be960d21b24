import type { RequestPage } from '../../../modules/requests/index.js';
import { withQuery } from '../../paths.js';
import { pagerOf } from '../../views/pager.js';
import type { QueueQuery } from './queue.js';

const CONDITIONS = ['q', 'category', 'quarter', 'department', 'grade'] as const;

/** The queue's filter as addresses: tabs, chips that take one condition away, pages. */
export function queueAddresses(address: string, query: QueueQuery, list: RequestPage) {
  const { page: _page, size, mine, ...conditions } = query;
  const kept = { ...conditions, mine: mine ? 'true' : undefined, size: size === 20 ? undefined : size };
  const to = (changes: Record<string, string | number | undefined>) => withQuery(address, { ...kept, ...changes });
  return {
    here: to({ page: query.page === 1 ? undefined : query.page }),
    tab: (status: string) => withQuery(address, { status }),
    chips: CONDITIONS.flatMap((kind) => {
      const value = query[kind];
      return value === undefined ? [] : [{ kind, value, removeHref: to({ [kind]: undefined }) }];
    }),
    pager: pagerOf(list.page, (page) => to({ page })),
  };
}
