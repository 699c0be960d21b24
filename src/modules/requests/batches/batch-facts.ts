import type { LocalDate } from '../../../kernel/local-date.js';
import type { Unit } from '../../../kernel/units.js';
import type { Roster } from '../../absences/index.js';
import type { Category } from '../../catalog/index.js';
import type { Organization } from '../../organizations/index.js';
import type { Person } from '../../people/index.js';
import { here, type RequestParts } from '../request-parts.js';

/** What the rows of a batch are judged by, asked for once. */
export interface BatchFacts {
  readonly organization: Organization;
  readonly today: LocalDate;
  readonly roster: Roster;
  readonly categories: ReadonlyMap<string, Category>;
  readonly people: ReadonlyMap<string, Person>;
}

interface NamingRow {
  readonly personId: string | undefined;
  readonly validatorId?: string | undefined;
}

/** Categories of other units are left out: a file belongs to one. Without a unit all categories count. */
export async function batchFacts(
  parts: RequestParts,
  unit: Unit | undefined,
  rows: readonly NamingRow[],
): Promise<BatchFacts> {
  const ids = rows.flatMap(({ personId, validatorId }) => [personId, validatorId]);
  return {
    ...(await here(parts)),
    roster: await parts.absences.roster(),
    categories: new Map(
      (await parts.catalog.list(unit === undefined ? {} : { unit })).map((category) => [category.code, category]),
    ),
    people: await parts.people.byIds([...new Set(ids.filter((id) => id !== undefined))]),
  };
}

/** The person an id means, where there is one. */
export function personOf({ people }: Pick<BatchFacts, 'people'>, id: string | undefined): Person | undefined {
  return id === undefined ? undefined : people.get(id);
}
