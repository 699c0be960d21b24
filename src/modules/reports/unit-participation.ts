import type { Unit } from '../../kernel/units.js';
import { isActive } from '../people/index.js';
import { entriesIn, type FigureRange } from './figure-range.js';
import { eachOfPeople } from './people-in-batches.js';
import { eligibleFor, shareOf, type Share } from './participation.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/** How many of those who may raise requests in a unit have been given something, by grade. */
export interface UnitParticipation {
  /** In the order of the organization's list of grades; grades without anybody active are left out. */
  readonly rows: readonly (Share & { readonly grade: string; readonly refused: number })[];
  readonly total: Share & { readonly refused: number };
  /** Who took part and is no longer active or not eligible with the grade of today. */
  readonly others: number;
}

/**
 * Participants are people with an approved request or an entry of the unit in the period; corrections change points, not
 * who took part. Eligible is who is active today, joined by the end of the period, and has a grade for which an active
 * category of the unit is worth something. `refused` had something rejected and took no part. People count once.
 */
export async function unitParticipation(
  deps: ReportsDependencies,
  unit: Unit,
  range: FigureRange & { readonly period: NonNullable<FigureRange['period']> },
): Promise<UnitParticipation> {
  const [{ lists }, today, categories, heads, sums, asked] = await Promise.all([
    deps.organizations.current(),
    deps.organizations.today(),
    deps.catalog.list({ unit }),
    deps.people.headCounts(range),
    deps.ledger.sumBy({ unit, ...entriesIn(range) }, 'person'),
    deps.requests.askedIn(unit, range.period),
  ]);
  const isEligible = eligibleFor(categories);
  const took = new Set(sums.filter(({ count }) => count > 0).map(({ key }) => key));
  const refusedOnes = new Set<string>();
  for (const { personId, statuses } of asked) {
    if (statuses.has('approved')) took.add(personId);
    if (statuses.has('rejected')) refusedOnes.add(personId);
  }
  const participants = new Map<string, number>();
  const refused = new Map<string, number>();
  let others = 0;
  for await (const person of eachOfPeople(deps, new Set([...took, ...refusedOnes]))) {
    const counts = isActive(person, today) && person.joiningDate <= range.to && isEligible(person.grade);
    if (took.has(person.id)) {
      if (counts) increase(participants, person.grade);
      else others += 1;
    } else if (counts) increase(refused, person.grade);
  }
  const eligible = new Map<string, number>();
  for (const { grade, active } of heads) increase(eligible, grade, active);
  const grades = [...new Set([...lists.grades, ...eligible.keys()])].filter((grade) => (eligible.get(grade) ?? 0) > 0);
  const rows = grades.map((grade) => ({
    grade,
    ...shareOf(participants.get(grade) ?? 0, isEligible(grade) ? (eligible.get(grade) ?? 0) : 0),
    refused: refused.get(grade) ?? 0,
  }));
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0);
  const total = shareOf(
    sum((row) => row.participants),
    sum((row) => row.eligible),
  );
  return { rows, total: { ...total, refused: sum((row) => row.refused) }, others };
}

function increase(counts: Map<string, number>, key: string, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
