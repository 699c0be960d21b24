import type { Page } from '../../../../kernel/paging.js';
import type { TrackerSort } from '../../../../modules/requests/index.js';
import { paths, withQuery } from '../../../paths.js';
import { DEFAULT_PAGE_SIZE } from '../../../../kernel/paging.js';
import { pagerOf } from '../../../views/pager.js';
import type { TrackerQuery } from './tracker-query.js';

const CONDITIONS = ['q', 'person', 'category', 'unit', 'source', 'location', 'decider', 'from', 'to'] as const;

/** Sortable columns with the direction that people mean first. */
const COLUMNS = { person: 'person', points: '-points', raised: 'raised', assigned: 'assigned' } as const;
type SortColumn = keyof typeof COLUMNS;

function turned(sort: TrackerSort): TrackerSort {
  return (sort.startsWith('-') ? sort.slice(1) : `-${sort}`) as TrackerSort;
}

/** The tracker's filter as addresses: tabs, sortable heads, chips, pages, and where its forms go. */
export function trackerAddresses(query: TrackerQuery, page: Page<unknown>['page']) {
  const { page: number, size, ...filter } = query;
  const kept = { ...filter, size: size === DEFAULT_PAGE_SIZE ? undefined : size };
  const to = (path: string, changes: Record<string, string | number | undefined> = {}) =>
    withQuery(path, { ...kept, ...changes });
  const here = { page: number === 1 ? undefined : number };
  const current = query.sort ?? 'raised';
  const sortable = Object.fromEntries(
    (Object.keys(COLUMNS) as SortColumn[]).map((column) => {
      const first = COLUMNS[column];
      const isCurrent = current === first || current === turned(first);
      const sorted = isCurrent ? (current.startsWith('-') ? 'desc' : 'asc') : undefined;
      return [column, { href: to(paths.hr.tracker, { sort: isCurrent ? turned(current) : first }), sorted }];
    }),
  );
  return {
    here: to(paths.hr.tracker, here),
    reassign: to(paths.hr.reassignMany, here),
    remind: to(paths.hr.remindMany, here),
    tab: (status: string) => to(paths.hr.tracker, { status: status === 'pending' ? undefined : status }),
    clear: withQuery(paths.hr.tracker, { status: query.status }),
    sortable,
    chips: CONDITIONS.flatMap((kind) => {
      const value = query[kind];
      return value === undefined ? [] : [{ kind, value, removeHref: to(paths.hr.tracker, { [kind]: undefined }) }];
    }),
    pager: pagerOf(page, (shown) => to(paths.hr.tracker, { page: shown })),
    /** The filter as hidden fields of the form that downloads it. */
    fields: Object.fromEntries(
      Object.entries(filter).flatMap(([name, value]) =>
        name === 'sort' || value === undefined ? [] : [[name, value]],
      ),
    ),
  };
}
