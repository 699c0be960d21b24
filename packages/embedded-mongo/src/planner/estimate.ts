import type { SqlConnection } from '../sqlite/connection.js';
import type { Binding } from './bind-source.js';

/** Ranges that are looked at when there are more. */
const SAMPLED_RANGES = 8;

/** About how many keys a binding has to read, counted up to `most`; with many ranges some stand for all. */
export function estimateKeys(connection: SqlConnection, { source, ranges }: Binding, most: number): number {
  const step = Math.max(1, Math.ceil(ranges.length / SAMPLED_RANGES));
  const sql = `SELECT count(*) FROM (SELECT 1 FROM ${source.keys} WHERE key >= ? AND key < ? LIMIT ?)`;
  let found = 0;
  let looked = 0;
  for (let i = 0; i < ranges.length && found < most; i += step) {
    const range = ranges[i];
    if (range === undefined) break;
    looked += 1;
    found += connection.get(sql, range.lower, range.upper, most - found)?.[0] as number;
  }
  return found >= most || looked === 0 ? found : Math.min(most, Math.ceil((found * ranges.length) / looked));
}
