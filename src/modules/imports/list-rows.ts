import { offsetOf, pageOf, type Page, type PageRequest } from '../../kernel/paging.js';
import { changesSomebody, reasonOf } from './chunk-tally.js';
import type { KeptRow } from './import-chunk.model.js';
import type { ReasonGroup, RowChange, RowProblem } from './import.js';
import type { ChunkSummary, ImportStore } from './import.store.js';

/** One page of what all chunks hold together; reads only the chunks that have a part of it. */
async function pageOfChunks<T>(
  store: ImportStore,
  importId: string,
  page: PageRequest,
  countOf: (summary: ChunkSummary) => number,
  itemsOf: (rows: readonly KeptRow[]) => T[],
): Promise<Page<T>> {
  const summaries = await store.summaries(importId);
  const total = summaries.reduce((sum, summary) => sum + countOf(summary), 0);
  const items: T[] = [];
  let skip = offsetOf(page);
  for (const summary of summaries) {
    if (items.length >= page.size) break;
    const count = countOf(summary);
    if (count <= skip) {
      skip -= count;
      continue;
    }
    items.push(...itemsOf(await store.chunk(importId, summary.number)).slice(skip));
    skip = 0;
  }
  return pageOf(items.slice(0, page.size), page, total);
}

/** Problems in the order of the file; of one reason alone where one is given. */
export function listProblems(
  store: ImportStore,
  importId: string,
  page: PageRequest,
  group?: Pick<ReasonGroup, 'column' | 'reason'>,
): Promise<Page<RowProblem>> {
  const isMeant = (column: string, reason: string) =>
    group === undefined || (group.column === column && group.reason === reason);
  return pageOfChunks(
    store,
    importId,
    page,
    ({ tally }) => tally.reduce((sum, { column, reason, count }) => sum + (isMeant(column, reason) ? count : 0), 0),
    (rows) =>
      rows.flatMap(({ line, problems }) =>
        problems
          .filter((problem) => isMeant(problem.column, reasonOf(problem)))
          .map(({ column, message }) => ({ line, column, message })),
      ),
  );
}

/** What good rows change, field by field, in the order of the file. */
export function listChanges(store: ImportStore, importId: string, page: PageRequest): Promise<Page<RowChange>> {
  return pageOfChunks(
    store,
    importId,
    page,
    ({ changed }) => changed,
    (rows) =>
      rows
        .filter(changesSomebody)
        .map(({ line, links, changes }) => ({ line, personId: links['person'] ?? '', changes })),
  );
}
