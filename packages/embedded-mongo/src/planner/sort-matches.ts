import { MongoError } from '../errors.js';
import type { Sort } from '../sorter/index.js';
import type { Match } from './query-documents.js';

/** MongoDB's limit for a sort in memory. */
export const SORT_MEMORY_BYTES = 100 * 1024 * 1024;

/**
 * Sorts in memory, stable. With `keep`, only so many of the first are held. Throws 292 when the documents
 * to be held exceed the memory limit.
 */
export function sortMatches(matches: Iterable<Match>, sort: Sort, keep: number | undefined): Match[] {
  const compare = (a: Match, b: Match): number => sort.compare(a.doc, b.doc);
  const threshold = keep === undefined ? Infinity : keep * 2 + 1000;
  let held: Match[] = [];
  let bytes = 0;
  for (const match of matches) {
    held.push(match);
    bytes += match.bytes.length;
    if (held.length >= threshold || bytes > SORT_MEMORY_BYTES) {
      if (keep !== undefined && held.length > keep) {
        held = held.sort(compare).slice(0, keep);
        bytes = held.reduce((sum, each) => sum + each.bytes.length, 0);
      }
      if (bytes > SORT_MEMORY_BYTES) {
        throw new MongoError(292, `Sort exceeded memory limit of ${SORT_MEMORY_BYTES} bytes; add an index or a limit`);
      }
    }
  }
  held.sort(compare);
  return keep === undefined ? held : held.slice(0, keep);
}
