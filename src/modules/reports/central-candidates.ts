import { offsetOf } from '../../kernel/paging.js';
import type { Points } from '../../kernel/points.js';
import type { Person, PersonFilter } from '../people/index.js';
import { gradesFor, targetFor, type CentralLook, type SortedFigure } from './central-look.js';
import { rangeTotals } from './central-range.js';
import { compareRanked, type Ranked, type RankedPeople } from './central-ranked.js';
import type { ReportsDependencies } from './reports-dependencies.js';

/** People who pass by at a time. */
const BATCH = 1000;

/**
 * Everybody of a filter by one figure, where no index has the order: names belong to the people and figures to the ledger.
 * People pass by in batches; an id and two numbers of each are kept.
 */
export async function byFigures(
  deps: ReportsDependencies,
  meant: PersonFilter,
  order: { readonly figure: SortedFigure; readonly descending: boolean },
  look: CentralLook,
): Promise<RankedPeople> {
  const pointsOf = await figureReader(deps, order.figure, look);
  const ranked: Ranked[] = [];
  for await (const people of deps.people.eachBatch(meant, BATCH)) {
    const points = await pointsOf(people);
    const gradeOf = await gradesFor(deps, order.figure.of, people, look);
    for (const person of people) {
      const { id } = person;
      const target = order.figure.progress ? targetFor(order.figure.of, gradeOf(person), look) : 1;
      ranked.push({ personId: id, points: points(id), target });
    }
  }
  ranked.sort((one, other) => compareRanked(one, other, order.descending));
  return {
    total: ranked.length,
    page: (page) =>
      Promise.resolve(ranked.slice(offsetOf(page), offsetOf(page) + page.size).map(({ personId }) => personId)),
    async *each() {
      for (const { personId } of ranked) yield personId;
    },
  };
}

type PointsOfPeople = (people: readonly Person[]) => Promise<(personId: string) => Points>;

/** How the figure of a batch of people is found: stored totals of a period, or entries of days, summed once. */
async function figureReader(
  deps: ReportsDependencies,
  { of }: SortedFigure,
  { present, range }: CentralLook,
): Promise<PointsOfPeople> {
  if (of !== 'range' || range === null) {
    const period = of === 'quarter' ? present.quarter : present.year;
    return async (people) => {
      const totals = await deps.ledger.totals(idsOf(people), [period]);
      return (id) => totals.get(id)?.[period]?.regular ?? 0;
    };
  }
  if (range.period !== null) {
    return async (people) => {
      const totals = await rangeTotals(deps, idsOf(people), range);
      return (id) => totals(id).regular;
    };
  }
  const sums = (await deps.ledger.breakdown({ from: range.from, to: range.to })).people;
  return () => Promise.resolve((id) => sums.get(id)?.regular ?? 0);
}

function idsOf(people: readonly Person[]): string[] {
  return people.map(({ id }) => id);
}
