import type { Condition, Conjunction } from './conditions.js';
import { isWithin } from './intervals.js';
import type { KeySource } from './key-source.js';

/** Whether an index lists every document that a query can match: sparse and partial ones leave some out. */
export function servesQuery(source: KeySource, query: Conjunction): boolean {
  if (source.sparse && !source.fields.some(([path]) => query.paths.get(path)?.some(({ present }) => present)))
    return false;
  return source.partial === undefined || implies(query, source.partial);
}

/** Cautious: true only if every condition of the partial filter visibly follows from the query. */
function implies(query: Conjunction, partial: Conjunction): boolean {
  if (!partial.complete) return false;
  for (const [path, wanted] of partial.paths) {
    const given = query.paths.get(path) ?? [];
    if (!wanted.every((each) => given.some((other) => follows(other, each)))) return false;
  }
  return partial.choices.every((branches) => branches.some((branch) => implies(query, branch)));
}

/** Whether a value that meets the first condition meets the second. */
function follows(given: Condition, wanted: Condition): boolean {
  if (wanted.negated || given.negated) return false;
  if (wanted.exists) return given.present;
  return (given.present || !wanted.present) && isWithin(given.intervals, wanted.intervals);
}

/** Whether every document that a partial index lists meets a condition on a path. */
export function isPromised(source: KeySource, path: string, condition: Condition): boolean {
  return source.partial?.paths.get(path)?.some((each) => follows(each, condition)) === true;
}
