import type { CellProblem, KeptRow, Tally } from './import-chunk.model.js';
import type { ReasonGroup } from './import.js';

/** How many lines a group names. */
const NAMED_LINES = 50;
/** Groups that are told apart; a file with more different mistakes is wrong as a whole. */
const MAX_GROUPS = 200;

export function reasonOf({ reason, message }: CellProblem): string {
  return reason ?? message;
}

/** What is wrong in a chunk, by column and reason, and how many of its rows change somebody. */
export function tallyOf(rows: readonly KeptRow[]): { tally: Tally[]; changed: number } {
  const groups = new Map<string, Tally>();
  for (const { line, problems } of rows) {
    for (const problem of problems) {
      const reason = reasonOf(problem);
      const key = `${problem.column}:${reason}`;
      const group = groups.get(key) ?? { column: problem.column, reason, count: 0, lines: [] };
      group.count += 1;
      if (group.lines.length < NAMED_LINES) group.lines.push(line);
      groups.set(key, group);
    }
  }
  return { tally: [...groups.values()], changed: rows.filter(changesSomebody).length };
}

/** Whether a row is listed among those that change somebody. */
export function changesSomebody({ action, problems, changes }: KeptRow): boolean {
  return action === 'update' && problems.length === 0 && changes.length > 0;
}

/** The groups of all chunks together, the most frequent first. */
export function joinTallies(tallies: readonly (readonly Tally[])[]): ReasonGroup[] {
  const groups = new Map<string, Tally>();
  for (const { column, reason, count, lines } of tallies.flat()) {
    const key = `${column}:${reason}`;
    const group = groups.get(key) ?? { column, reason, count: 0, lines: [] };
    group.count += count;
    group.lines = [...group.lines, ...lines].slice(0, NAMED_LINES);
    groups.set(key, group);
  }
  return [...groups.values()].toSorted((a, b) => b.count - a.count).slice(0, MAX_GROUPS);
}
