import type { LocalDate } from '../../kernel/local-date.js';
import type { Points } from '../../kernel/points.js';
import { operator } from '../../platform/storage/index.js';
import type { LedgerModule } from '../ledger/index.js';
import type { BoardPeople, BoardPerson } from './board-people.js';
import { categoryOf, categoryPeriod, isCategoryPeriod, type BoardPeriod, type CategoryPeriod } from './board-scope.js';
import { nextVersion, readState } from './board-versions.js';
import { toRow, type BoardModels, type BoardRecord, type BoardRow } from './board.model.js';
import type { BoardScore } from './board.js';
import { placeKey } from './place-key.js';
import { storeRows, type RowChange } from './store-rows.js';

export interface ProjectionDependencies {
  readonly models: BoardModels;
  readonly ledger: Pick<LedgerModule, 'allTotals' | 'categoryTotals'>;
  readonly people: BoardPeople;
  readonly organizations: { today(): Promise<LocalDate> };
}

/**
 * Writes the absolute scores of these people where they differ from what boards say, and returns how many did. Inside a
 * transaction: totals and scores are seen as of one moment, and of two projections at once the later one starts anew,
 * so an old score never replaces a new one.
 */
export async function projectScores(deps: ProjectionDependencies, personIds: readonly string[]): Promise<number> {
  const { day, changes } = await rowChanges(deps, personIds);
  if (changes.length === 0) return 0;
  const { version } = await nextVersion(deps.models, { day });
  await storeRows(deps.models, changes, version);
  return changes.length;
}

/** What is to be written so that the rows of these people are right, as of the day that the boards stand at. */
export async function rowChanges(
  { models, ledger, people, organizations }: ProjectionDependencies,
  personIds: readonly string[],
): Promise<{ readonly day: LocalDate; readonly changes: readonly RowChange[] }> {
  const state = await readState(models);
  const day = state.day ?? (await organizations.today());
  const known = await people.byIds(personIds);
  const totals = await pointsOf(ledger, personIds, state.filled.filter(isCategoryPeriod));
  const present = await models.boards.find({ person: operator({ $in: [...personIds] }) }).lean<BoardRecord[]>();
  const stored = new Map<string, BoardRecord[]>();
  for (const record of present) {
    const rows = stored.get(record.person);
    if (rows === undefined) stored.set(record.person, [record]);
    else rows.push(record);
  }
  const changes = personIds.flatMap((id) => {
    const rows = new Map(stored.get(id)?.map((record) => [record.period, record]));
    const person = known.get(id);
    const always = person?.status === 'active' ? state.filled.filter((period) => !isCategoryPeriod(period)) : [];
    return wantedScores(id, person, totals.get(id) ?? [], [...rows.keys(), ...always]).flatMap(({ period, score }) => {
      const [before, after] = [rows.get(period), toRow(score, period, day, placeKey)];
      return before !== undefined && sameRow(before, after) ? [] : [{ before, after }];
    });
  });
  return { day, changes };
}

interface BoardPoints {
  readonly period: BoardPeriod;
  readonly regular: Points;
  readonly bonus: Points;
}

/** What these people have in each period, and of the categories that somebody has looked at. */
async function pointsOf(
  ledger: ProjectionDependencies['ledger'],
  personIds: readonly string[],
  categories: readonly CategoryPeriod[],
): Promise<ReadonlyMap<string, readonly BoardPoints[]>> {
  const totals = await ledger.allTotals(personIds);
  if (categories.length === 0) return totals;
  const looked = new Set<BoardPeriod>(categories);
  const ofCategories = await ledger.categoryTotals(personIds, new Set(categories.map(categoryOf)));
  return new Map(
    personIds.map((id) => [
      id,
      [
        ...(totals.get(id) ?? []),
        ...(ofCategories.get(id) ?? [])
          .map(({ categoryCode, ...points }) => ({ ...points, period: categoryPeriod(points.period, categoryCode) }))
          .filter(({ period }) => looked.has(period)),
      ],
    ]),
  );
}

/** One score for every period with totals, and zero for periods that are on the board without. */
function wantedScores(
  personId: string,
  person: BoardPerson | undefined,
  totals: readonly BoardPoints[],
  periods: readonly BoardPeriod[],
): { period: BoardPeriod; score: BoardScore }[] {
  const byPeriod = new Map(totals.map((total) => [total.period, total]));
  return [...new Set([...byPeriod.keys(), ...periods])].map((period) => ({
    period,
    score: scoreOf(personId, person, byPeriod.get(period)),
  }));
}

/** What boards say of somebody with these points. */
export function scoreOf(
  personId: string,
  person: BoardPerson | undefined,
  points: Pick<BoardScore, 'regular' | 'bonus'> | undefined,
): BoardScore {
  return {
    personId,
    name: person?.name ?? '',
    department: person?.department ?? '',
    grade: person?.grade ?? '',
    optedOut: person?.preferences.leaderboardOptOut ?? false,
    active: person?.status === 'active',
    exitDate: person?.exitDate ?? null,
    regular: points?.regular ?? 0,
    bonus: points?.bonus ?? 0,
  };
}

/** The row of somebody with these points as of a day; of whoever there is no record as well. */
export function newRow(
  personId: string,
  person: BoardPerson | undefined,
  points: Pick<BoardScore, 'regular' | 'bonus'> | undefined,
  period: BoardPeriod,
  day: LocalDate,
): BoardRow {
  return toRow(scoreOf(personId, person, points), period, day, placeKey);
}

/** The row of somebody with these points as of a day. */
export function boardRowOf(
  person: BoardPerson,
  points: Pick<BoardScore, 'regular' | 'bonus'>,
  period: BoardPeriod,
  day: LocalDate,
): BoardRow {
  return newRow(person.id, person, points, period, day);
}

function sameRow(one: BoardRow, other: BoardRow): boolean {
  return (Object.keys(other) as (keyof BoardRow)[]).every((name) => one[name] === other[name]);
}
