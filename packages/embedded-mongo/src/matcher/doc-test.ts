import type { Doc, Value } from '../values/types.js';
import type { MatchPosition } from './filter.js';
import { matchPath, type ValueTest } from './path.js';

/** A compiled condition on a document. */
export type DocTest = (doc: Doc, pos?: MatchPosition) => boolean;

/**
 * True for a document of operators: its first name starts with `$` and it is no DBRef. A DBRef has `$ref`
 * and `$id`; below `$elemMatch` one of `$ref`, `$id` and `$db` makes one.
 */
export function isOperatorDoc(v: Value, incompleteReferences = false): v is Doc {
  if (!(v instanceof Map)) return false;
  const first = v.keys().next();
  if (first.done === true || !first.value.startsWith('$')) return false;
  return incompleteReferences ? !(v.has('$ref') || v.has('$id') || v.has('$db')) : !(v.has('$ref') && v.has('$id'));
}

/**
 * A test on the values at a path; most paths are one name long and hold no array. The empty path is
 * the subject itself, as `$elemMatch` tests an element.
 */
export function pathTest(path: readonly string[], test: ValueTest, expandLast: boolean): DocTest {
  const [only, second] = path;
  if (only === undefined) return (doc) => test(doc);
  if (second !== undefined) return (doc, pos) => matchPath(doc.get(only), path, 1, test, expandLast, pos);
  return (doc, pos) => {
    const v = doc.get(only);
    return expandLast && Array.isArray(v) ? matchPath(v, path, 1, test, true, pos) : test(v);
  };
}

/** All tests in order; the position of the last array match counts. */
export function allOf(tests: readonly DocTest[]): DocTest {
  const [first, second] = tests;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  return (doc, pos) => {
    for (const test of tests) if (!test(doc, pos)) return false;
    return true;
  };
}
