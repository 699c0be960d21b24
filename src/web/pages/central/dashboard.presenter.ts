import { CENTRAL_SORTS, type CentralDashboard } from '../../../modules/reports/index.js';
import { paths, withQuery } from '../../paths.js';
import { pagerOf } from '../../views/pager.js';
import type { CentralQuery } from './dashboard.js';

const CONDITIONS = ['q', 'department', 'grade', 'location'] as const;

/** Central's table as addresses: sortable heads, chips, pages. */
export function centralAddresses(query: CentralQuery, data: CentralDashboard) {
  const { page: _page, size, ...filter } = query;
  const to = (changes: Record<string, string | number | undefined>) =>
    withQuery(paths.central.dashboard, { ...filter, size: size === 20 ? undefined : size, ...changes });
  // Names read from A on, figures from the highest down; the other way round on a second click.
  const usual = (sort: string) => (sort === 'name' ? 'asc' : 'desc');
  const sortable = Object.fromEntries(
    CENTRAL_SORTS.map((sort) => {
      const current = query.sort === sort ? (query.order ?? usual(sort)) : undefined;
      const turned = current === 'asc' ? 'desc' : 'asc';
      return [sort, { href: to({ sort, order: current === undefined ? usual(sort) : turned }), sorted: current }];
    }),
  );
  return {
    sortable,
    chips: CONDITIONS.flatMap((name) => {
      const value = query[name];
      return value === undefined ? [] : [{ label: value, removeHref: to({ [name]: undefined }) }];
    }),
    pager: pagerOf(data.page, (page) => to({ page })),
  };
}
