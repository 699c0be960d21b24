import { MongoError } from '../errors.js';
import type { Pacer } from '../flow/pacer.js';
import { PAUSE } from '../flow/pause.js';
import type { Flow, Pause } from '../flow/pause.js';
import { SortBuffer } from '../flow/sort-buffer.js';
import type { Sort, SortKey } from '../sorter/index.js';
import type { Match } from './query-documents.js';

/** MongoDB's limit for a sort in memory. */
export const SORT_MEMORY_BYTES = 100 * 1024 * 1024;

interface Entry {
  readonly key: SortKey;
  readonly match: Match;
}

/**
 * Sorts in memory, stable. With `keep`, only so many of the first are held. Throws 292 when the documents
 * to be held exceed the memory limit.
 */
export function* sortMatches(
  matches: Flow<Match>,
  sort: Sort,
  keep: number | undefined,
  pacer: Pacer | undefined,
): Generator<Match | Pause, void, void> {
  let bytes = 0;
  const buffer = new SortBuffer<Entry>(
    (a, b) => sort.compareKeys(a.key, b.key),
    keep,
    ({ match }) => (bytes -= match.bytes.length),
  );
  for (const match of matches) {
    if (match === PAUSE) {
      yield PAUSE;
      continue;
    }
    buffer.add({ key: sort.sortKey(match.doc), match });
    bytes += match.bytes.length;
    if (buffer.isCrowded || bytes > SORT_MEMORY_BYTES) yield* buffer.compact(pacer);
    if (bytes > SORT_MEMORY_BYTES) {
      throw new MongoError(292, `Sort exceeded memory limit of ${SORT_MEMORY_BYTES} bytes; add an index or a limit`);
    }
  }
  for (const entry of buffer.drain(pacer)) yield entry === PAUSE ? PAUSE : entry.match;
}
