import type { z } from 'zod';
import { paths, withQuery } from '../../../paths.js';
import type { Services } from '../../../services.js';
import { pagerOf, type PageOfList } from '../../../views/pager.js';
import type { directoryQuery } from './directory.js';
import { grantCode, grantKey } from './grant-choices.js';

export type DirectoryQuery = z.output<typeof directoryQuery>;

/** Columns that sort, in the order of the table. */
const SORTABLE = ['name', 'grade', 'department', 'location', 'joiningDate', 'exitDate'] as const;
const CONDITIONS = ['q', 'department', 'grade', 'location', 'level', 'grant', 'manager', 'dp'] as const;

/** The filter as addresses: tabs, sorting, chips that take one condition away, pages; and what the export takes. */
export async function directoryAddresses(services: Pick<Services, 'people'>, query: DirectoryQuery, page: PageOfList) {
  const { page: number, size, status, sort, ...conditions } = query;
  const kept = {
    ...conditions,
    grant: query.grant === undefined ? undefined : grantCode(query.grant),
    status: status === 'active' ? undefined : status,
    sort: sort === 'name' ? undefined : sort,
    size: size === 20 ? undefined : size,
  };
  const to = (changes: Readonly<Record<string, string | number | undefined>>) =>
    withQuery(paths.hr.employees, { ...kept, ...changes });
  const superiors = await services.people.byIds([query.manager, query.dp].filter((id) => id !== undefined));
  const chips = CONDITIONS.flatMap((kind) => {
    const value = kept[kind];
    if (value === undefined) return [];
    const name = superiors.get(value)?.name ?? value;
    const key = { grant: grantKey(value), manager: 'hrPeople.managerIs', dp: 'hrPeople.dpIs' }[kind as string];
    return [{ key, name, removeHref: to({ [kind]: undefined }) }];
  });
  const columns = SORTABLE.map((column) => {
    const sorted = sort === column ? 'asc' : sort === `-${column}` ? 'desc' : undefined;
    return [column, { href: to({ sort: sorted === 'asc' ? `-${column}` : column }), sorted }] as const;
  });
  return {
    here: to({ page: number === 1 ? undefined : number }),
    tab: (name: string) => to({ status: name === 'active' ? undefined : name }),
    clearHref: chips.length === 0 ? undefined : withQuery(paths.hr.employees, { status: kept.status, sort: kept.sort }),
    chips,
    sortable: Object.fromEntries(columns),
    pager: pagerOf(page, (target) => to({ page: target })),
    /** Hidden fields of the filter form and of the export. */
    kept: Object.fromEntries(Object.entries(kept).filter(([name, value]) => value !== undefined && name !== 'size')),
  };
}
