import { pageOf, type Page, type PageRequest } from '../../kernel/paging.js';
import type { Person, PersonFilter } from '../people/index.js';
import { byFigures } from './central-candidates.js';
import { eligiblePeople } from './central-eligible.js';
import type { CentralFilter } from './central-figures.js';
import { sortedFigure, type CentralLook } from './central-look.js';
import type { RankedPeople } from './central-ranked.js';
import { byStandings, standingsPeriod } from './central-standings.js';
import type { ReportsDependencies } from './reports-dependencies.js';

const BATCH = 500;

/** Everybody whom a filter means in the order asked for: a page, or all of them in pieces. */
export interface CentralOrder {
  page(page: PageRequest): Promise<Page<Person>>;
  each(): AsyncGenerator<readonly Person[]>;
}

/**
 * The cheapest way to the order. Names are an index of the people. Figures of a period are read in their order from the
 * boards, at the cost of a page. Whatever else is asked for lets everybody of the filter pass by.
 */
export async function centralOrder(
  deps: ReportsDependencies,
  filter: CentralFilter,
  look: CentralLook,
): Promise<CentralOrder> {
  const { sort = 'name', descending = sort !== 'name' } = filter;
  const meant = await meantPeople(deps, filter, look);
  const figure = sortedFigure(sort, look.range);
  if (figure === undefined) return byName(deps, { ...meant, sort: descending ? '-name' : 'name' });
  const period = standingsPeriod(figure, look);
  if (period !== undefined && boardsKnow(meant)) {
    return byRank(deps, await byStandings(deps, meant, { period, figure, descending }, look));
  }
  return byRank(deps, await byFigures(deps, meant, { figure, descending }, look));
}

/** Boards tell departments and grades of active people apart, and nothing else. */
function boardsKnow({ status, q, location, managerId, ids }: PersonFilter): boolean {
  return status === 'active' && [q, location, managerId, ids].every((condition) => condition === undefined);
}

/** The filter as the people understand it. */
async function meantPeople(
  deps: ReportsDependencies,
  { q, department, grade, location, managerId, status = 'active', eligible }: CentralFilter,
  look: CentralLook,
): Promise<PersonFilter> {
  const meant: PersonFilter = {
    ...{ department, grade, location, managerId },
    q: q === '' ? undefined : q,
    status: status === 'all' ? undefined : status,
  };
  return eligible === true ? { ...meant, ids: await eligiblePeople(deps, meant, look) } : meant;
}

function byName({ people }: ReportsDependencies, meant: PersonFilter): CentralOrder {
  return {
    page: (page) => people.list(meant, page),
    async *each() {
      yield* people.eachBatch(meant, BATCH);
    },
  };
}

function byRank({ people }: ReportsDependencies, ranked: RankedPeople): CentralOrder {
  const inOrder = async (ids: readonly string[]): Promise<Person[]> => {
    const found = await people.byIds(ids);
    return ids.flatMap((id) => found.get(id) ?? []);
  };
  return {
    page: async (page) => pageOf(await inOrder(await ranked.page(page)), page, ranked.total),
    async *each() {
      let ids: string[] = [];
      for await (const id of ranked.each()) {
        ids.push(id);
        if (ids.length < BATCH) continue;
        yield await inOrder(ids);
        ids = [];
      }
      if (ids.length > 0) yield await inOrder(ids);
    },
  };
}
