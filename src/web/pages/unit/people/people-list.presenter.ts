import { withQuery } from '../../../paths.js';
import { pagerOf, type PageOfList } from '../../../views/pager.js';
import type { PeopleQuery } from './people-query.js';

const SORTABLE = ['name', 'q1', 'q2', 'q3', 'q4', 'year', 'pending'] as const;
const CONDITIONS = ['q', 'department', 'grade', 'location'] as const;

/** The filter as addresses: tabs, sorting, chips that take one condition away, pages; and what forms have to keep. */
export function peopleAddresses(path: string, query: PeopleQuery, page: PageOfList) {
  const { page: number, size, status, sort, below, ...conditions } = query;
  const kept = {
    ...conditions,
    below: below ? 'true' : undefined,
    status: status === 'active' ? undefined : status,
    sort: sort === 'name' ? undefined : sort,
    size: size === 20 ? undefined : size,
  };
  const to = (changes: Readonly<Record<string, string | number | undefined>>) =>
    withQuery(path, { ...kept, ...changes });
  // Names read from A on, figures from the highest down; the other way round on a second click.
  const columns = SORTABLE.map((column) => {
    const sorted = sort === column ? 'asc' : sort === `-${column}` ? 'desc' : undefined;
    const turned = sorted === 'asc' || (sorted === undefined && column !== 'name') ? `-${column}` : column;
    return [column, { href: to({ sort: turned }), sorted }] as const;
  });
  const chips = [
    ...CONDITIONS.flatMap((kind) => {
      const value = query[kind];
      return value === undefined ? [] : [{ label: value, removeHref: to({ [kind]: undefined }) }];
    }),
    ...(below ? [{ key: 'ownPeople.below', removeHref: to({ below: undefined }) }] : []),
  ];
  return {
    here: to({ page: number === 1 ? undefined : number }),
    tab: (name: string) => to({ status: name === 'active' ? undefined : name }),
    clearHref:
      chips.length === 0 ? undefined : withQuery(path, { year: kept.year, status: kept.status, sort: kept.sort }),
    chips,
    sortable: Object.fromEntries(columns),
    pager: pagerOf(page, (target) => to({ page: target })),
    kept: Object.fromEntries(
      Object.entries(kept).filter(([name, value]) => value !== undefined && name !== 'size'),
    ) as Readonly<Record<string, string | number>>,
  };
}
