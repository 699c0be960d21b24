import { CENTRAL_SORTS, type CentralDashboard, type CentralSort } from '../../../modules/reports/index.js';
import { paths, withQuery } from '../../paths.js';
import { pagerOf } from '../../views/pager.js';
import { usualSort, type CentralQuery } from './dashboard-query.js';

const CONDITIONS = ['q', 'department', 'grade', 'location', 'manager', 'status', 'eligible', 'from', 'to'] as const;

/** Central's table as addresses: sortable heads, chips, pages; and what forms have to keep. */
export function centralAddresses(query: CentralQuery, data: CentralDashboard) {
  const { page: _page, size, status, eligible, sort, order, ...conditions } = query;
  const kept = {
    ...conditions,
    status: status === 'active' ? undefined : status,
    eligible: eligible ? 'true' : undefined,
    sort,
    order,
    size: size === 20 ? undefined : size,
  };
  const to = (changes: Record<string, string | number | undefined>) =>
    withQuery(paths.central.dashboard, { ...kept, ...changes });
  // Names read from A on, figures from the highest down; the other way round on a second click.
  const usual = (column: string) => (column === 'name' ? 'asc' : 'desc');
  // Where the days asked for are refused, the table stands as if none were.
  const days = data.range === null ? { from: undefined, to: undefined } : {};
  const shown = shownSort(sort ?? usualSort({ ...query, ...days }), data.range !== null);
  const sortable = Object.fromEntries(
    CENTRAL_SORTS.map((column) => {
      const current = shown === column ? (order ?? usual(column)) : undefined;
      const turned = current === 'asc' ? 'desc' : 'asc';
      return [
        column,
        { href: to({ sort: column, order: current === undefined ? undefined : turned }), sorted: current },
      ];
    }),
  );
  return {
    sortable,
    chips: CONDITIONS.flatMap((kind) => {
      const value = kept[kind];
      return value === undefined ? [] : [{ kind, value, removeHref: to({ [kind]: undefined }) }];
    }),
    pager: pagerOf(data.page, (page) => to({ page })),
    /** Entries of the same people and days as a file. */
    exportsHref: withQuery(paths.central.exports, {
      ...{ department: query.department, grade: query.grade, location: query.location },
      ...{ from: data.range?.from, to: data.range?.to },
    }),
    kept: Object.fromEntries(
      Object.entries(kept).filter(([name, value]) => value !== undefined && name !== 'size'),
    ) as Readonly<Record<string, string | number>>,
  };
}

/** The column that a sort means: of days where days are asked for, of the year where none are. */
function shownSort(sort: CentralSort, days: boolean): CentralSort {
  if (sort === 'name') return sort;
  const progress = sort === 'progress' || sort === 'quarterProgress' || sort === 'yearProgress';
  if (days) return progress ? 'progress' : 'points';
  if (sort === 'points') return 'year';
  return sort === 'progress' ? 'yearProgress' : sort;
}

/** How much more or less than before, in whole per cent, cut off; null where there was nothing before. */
export function compared(now: number, before: number) {
  if (before <= 0) return null;
  const percent = Math.floor((Math.abs(now - before) * 100) / before);
  const direction = now > before ? ('up' as const) : now < before ? ('down' as const) : ('flat' as const);
  return { direction, percent };
}
