import { groupBy } from '../../../kernel/group-by.js';
import { circlesAmong } from './reporting-circles.js';
import type { PeopleModule } from '../../people/index.js';
import type { CellProblem, KeptRow } from '../import-chunk.model.js';
import type { Verdict } from '../kind-of-import.js';
import type { IndexedRow, PeopleIndex } from './people-index.js';

/**
 * Whoever has a superior in a row that cannot be written cannot be written either; that may go on up the line. Nor can
 * people be written who would stand above themselves.
 */
export async function* lostSuperiors(index: PeopleIndex, people: PeopleModule): AsyncGenerator<Verdict, void> {
  const found = new Map<IndexedRow, CellProblem[]>();
  const lost = [...index.rows.values()].filter(({ hasProblems }) => hasProblems);
  for (const row of await inCircles(index, people)) {
    found.set(row, [{ column: 'manager', message: 'This would make a circle: the manager stands below this person.' }]);
    lost.push(row);
  }
  const below = rowsBelow(index);
  for (let superior = lost.pop(); superior !== undefined; superior = lost.pop()) {
    for (const { row, column } of below.get(superior) ?? []) {
      const known = found.get(row);
      if (known?.some((problem) => problem.column === column) === true) continue;
      found.set(row, [...(known ?? []), lostIn(column, superior.line)]);
      if (!row.hasProblems && known === undefined) lost.push(row);
    }
  }
  const byChunk = groupBy([...found.keys()], ({ chunk }) => chunk);
  for (const [chunk, rows] of byChunk) {
    const news = new Map(rows.map((row) => [row.id, found.get(row) ?? []]));
    yield { chunk, amend: (row) => withProblems(row, news.get(row.id) ?? []) };
  }
}

function lostIn(column: string, line: number): CellProblem {
  return {
    column,
    message: `Stands in line ${line}, which has a mistake of its own.`,
    reason: 'Stands in a line that has a mistake of its own.',
  };
}

function withProblems(row: KeptRow, news: readonly CellProblem[]): KeptRow {
  const others = row.problems.filter(({ column }) => !news.some((problem) => problem.column === column));
  return news.length === 0 ? row : { ...row, problems: [...others, ...news] };
}

function rowsBelow(index: PeopleIndex): Map<IndexedRow, { row: IndexedRow; column: string }[]> {
  const below = new Map<IndexedRow, { row: IndexedRow; column: string }[]>();
  for (const row of index.rows.values()) {
    for (const { column, row: superior } of row.leansOn) {
      const others = below.get(superior);
      if (others === undefined) below.set(superior, [{ row, column }]);
      else others.push({ row, column });
    }
  }
  return below;
}

/** Rows that give somebody a manager who stands below. */
async function inCircles(index: PeopleIndex, people: PeopleModule): Promise<IndexedRow[]> {
  const rows = new Map<string, IndexedRow>();
  const managers = new Map<string, string | null>();
  for (const row of index.rows.values()) {
    const id = row.targetId ?? row.id;
    if (row.hasProblems || row.managerId === undefined || managers.has(id)) continue;
    managers.set(id, row.managerId);
    if (row.managerId !== null && row.managerId !== id) rows.set(id, row);
  }
  await addRegistered(managers, index, people);
  return [...circlesAmong([...rows.keys()], managers)].flatMap((id) => rows.get(id) ?? []);
}

/** Who stands above those that are named, level by level, each level read at once. */
async function addRegistered(
  managers: Map<string, string | null>,
  index: PeopleIndex,
  people: PeopleModule,
): Promise<void> {
  const unknown = (ids: Iterable<string | null>) =>
    new Set([...ids].filter((id): id is string => id !== null && !managers.has(id) && !index.rows.has(id)));
  for (let level = unknown(managers.values()); level.size > 0;) {
    const found = await people.byIds([...level]);
    for (const id of level) managers.set(id, found.get(id)?.managerId ?? null);
    level = unknown([...level].map((id) => managers.get(id) ?? null));
  }
}
