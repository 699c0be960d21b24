import { joinTallies } from './chunk-tally.js';
import type { ImportRecord } from './import.model.js';
import type { ImportStore } from './import.store.js';
import { LISTED_PROBLEMS, type RowProblem } from './import.js';

/** What is wrong in an import, from its chunks: grouped by reason, and the first problems one by one. */
export async function problemsOf(
  store: ImportStore,
  importId: string,
): Promise<Pick<ImportRecord, 'problems' | 'reasons'>> {
  const summaries = await store.summaries(importId);
  const problems: RowProblem[] = [];
  for (const { number, tally } of summaries) {
    if (problems.length >= LISTED_PROBLEMS) break;
    if (tally.length === 0) continue;
    problems.push(...(await store.chunk(importId, number)).flatMap(rowProblems));
  }
  return { problems: problems.slice(0, LISTED_PROBLEMS), reasons: joinTallies(summaries.map(({ tally }) => tally)) };
}

export function rowProblems({
  line,
  problems,
}: {
  readonly line: number;
  readonly problems: readonly { readonly column: string; readonly message: string }[];
}): RowProblem[] {
  return problems.map(({ column, message }) => ({ line, column, message }));
}
