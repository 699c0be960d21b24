import type { PersonActor } from '../../kernel/actor.js';
import type { Page, PageRequest } from '../../kernel/paging.js';
import type { Points } from '../../kernel/points.js';
import type { Unit } from '../../kernel/units.js';
import type { Entry, GrantedFilter } from '../ledger/index.js';
import { assertMayAward } from './award-options.js';
import type { RequestParts } from './request-parts.js';
import type { PersonName } from './request.js';

/** Points that were granted without a request, and what became of them. */
export interface GivenAward extends Entry {
  readonly person: PersonName & {
    readonly grade: string;
    readonly department: string;
    readonly managerId: string | null;
  };
  readonly categoryName: string;
  /** What it is worth now, with the corrections of HR administration. */
  readonly worth: Points;
  /** Taken back. */
  readonly reversed: boolean;
}

/** Narrows what a unit granted; managers see what they granted themselves. */
export type GivenFilter = Pick<GrantedFilter, 'personIds' | 'categoryCode' | 'quarter'>;

/** Newest first. Asks for names and corrections of the whole page at once. @throws Forbidden */
export async function givenAwards(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  filter: GivenFilter,
  page: PageRequest,
): Promise<Page<GivenAward>> {
  assertMayAward(actor, unit);
  const byId = unit === 'pm' ? actor.personId : undefined;
  const found = await parts.ledger.granted({ ...filter, unit, byId }, page);
  const people = await parts.people.byIds([...new Set(found.items.map(({ personId }) => personId))]);
  const worths = await parts.ledger.worths(found.items.map(({ id }) => id));
  const names = new Map((await parts.catalog.list({})).map(({ code, name }) => [code, name]));
  return {
    page: found.page,
    items: found.items.map((entry) => {
      const person = people.get(entry.personId);
      const { worth = entry.points, reversed = false } = worths.get(entry.id) ?? {};
      return {
        ...entry,
        person: {
          id: entry.personId,
          name: person?.name ?? 'Unknown person',
          grade: person?.grade ?? entry.basis.grade,
          department: person?.department ?? '',
          managerId: person?.managerId ?? null,
        },
        categoryName: names.get(entry.categoryCode) ?? entry.categoryCode,
        worth,
        reversed,
      };
    }),
  };
}
