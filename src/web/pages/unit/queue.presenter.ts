import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, type Page } from '../../../kernel/paging.js';
import type { QueueCounts, QueueSort } from '../../../modules/requests/index.js';
import { unitPaths, withQuery } from '../../paths.js';
import { pagerOf } from '../../views/pager.js';
import type { UnitDeclaration } from '../../workspaces/unit-declaration.js';
import type { QueueQuery } from './queue-query.js';

const CONDITIONS = [
  'q',
  'person',
  'category',
  'decider',
  'quarter',
  'year',
  'department',
  'grade',
  'location',
  'kind',
  'odd',
] as const;

/** Where each tab leads; `mine` tabs are for those who decide. */
const TABS = [
  { name: 'waiting', status: 'pending', mine: true, count: 'waiting' },
  { name: 'pending', status: 'pending', mine: false, count: 'pending' },
  { name: 'decided', status: 'decided', mine: false, count: 'decided' },
  { name: 'decidedByMe', status: 'decided', mine: true, count: 'decidedByMe' },
  { name: 'all', status: 'all', mine: false, count: 'all' },
] as const;
export type QueueTab = (typeof TABS)[number]['name'];

/** The tab under which a status stands. */
export function tabOf({ status, mine }: Pick<QueueQuery, 'status' | 'mine'>): QueueTab {
  if (status === 'pending') return mine ? 'waiting' : 'pending';
  if (status === 'all' || status === 'withdrawn') return 'all';
  return mine ? 'decidedByMe' : 'decided';
}

/** Statuses that a tab can be narrowed to, the widest first. */
export function statusesOf(tab: QueueTab): readonly QueueQuery['status'][] {
  if (tab === 'all') return ['all', 'pending', 'approved', 'rejected', 'withdrawn'];
  return tab === 'decided' || tab === 'decidedByMe' ? ['decided', 'approved', 'rejected'] : ['pending'];
}

const SIZES = [DEFAULT_PAGE_SIZE, 50, MAX_PAGE_SIZE] as const;

/** Sortable columns: what is meant first, and the other way round. */
const COLUMNS = { time: ['oldest', 'newest'], points: ['-points', 'points'], person: ['person', '-person'] } as const;
type SortColumn = keyof typeof COLUMNS;
const FALLING: readonly QueueSort[] = ['newest', '-points', '-person'];

function sortable(query: QueueQuery, to: (sort: QueueSort) => string) {
  const current = query.sort ?? (query.status === 'pending' ? 'oldest' : 'newest');
  return Object.fromEntries(
    (Object.keys(COLUMNS) as SortColumn[]).map((column) => {
      const [first, second] = COLUMNS[column];
      const isCurrent = current === first || current === second;
      const sorted = isCurrent ? (FALLING.includes(current) ? 'desc' : 'asc') : undefined;
      return [column, { href: to(current === first ? second : first), sorted }];
    }),
  );
}

/** The queue's filter as addresses: tabs, chips that take one condition away, sortable heads, pages, the file. */
export function queueAddresses(
  unit: UnitDeclaration,
  query: QueueQuery,
  page: Page<unknown>['page'],
  counts: QueueCounts,
  decides: boolean,
) {
  const addresses = unitPaths(unit.key);
  const { page: number, size, sort, status, mine, ...conditions } = query;
  const whose = { status: status === 'pending' ? undefined : status, mine: mine ? 'true' : undefined };
  const kept = { ...whose, ...conditions, sort, size: size === DEFAULT_PAGE_SIZE ? undefined : size };
  const to = (changes: Record<string, string | number | undefined>) =>
    withQuery(addresses.requests, { ...kept, ...changes });
  const active = tabOf(query);
  const [widest] = statusesOf(active);
  return {
    active,
    here: to({ page: number === 1 ? undefined : number }),
    tabs: TABS.filter((tab) => decides || !tab.mine).map((tab) => ({
      name: tab.name,
      active: tab.name === active,
      count: counts[tab.count],
      href: withQuery(addresses.requests, {
        ...conditions,
        status: tab.name === 'pending' ? undefined : tab.status,
        mine: tab.mine ? 'true' : undefined,
      }),
    })),
    chips: [
      ...(status === widest ? [] : [{ kind: 'status' as const, value: status, removeHref: to({ status: widest }) }]),
      ...CONDITIONS.flatMap((kind) => {
        const value = query[kind];
        return value === undefined || value === ''
          ? []
          : [{ kind, value: String(value), removeHref: to({ [kind]: undefined }) }];
      }),
    ],
    clear: withQuery(addresses.requests, { status: widest, mine: whose.mine }),
    sortable: sortable(query, (changed) => to({ sort: changed })),
    pager: pagerOf(page, (shown) => to({ page: shown })),
    sizes: SIZES.map((shown) => ({
      size: shown,
      href: to({ size: shown === DEFAULT_PAGE_SIZE ? undefined : shown }),
      current: shown === size,
    })),
    export: withQuery(addresses.requestsExport, { status, mine: whose.mine, ...conditions, sort }),
    /** What the filter's form keeps beside its own fields. */
    keep: Object.fromEntries(
      Object.entries({
        ...(statusesOf(active).length === 1 && { status }),
        mine: whose.mine,
        sort,
        person: query.person,
      }).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    /** The filter as hidden fields, for deciding all that matches. */
    fields: Object.fromEntries(
      Object.entries(conditions).flatMap(([name, value]) =>
        value === undefined || value === '' ? [] : [[name, String(value)]],
      ),
    ),
  };
}
