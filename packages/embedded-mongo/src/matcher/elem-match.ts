import { MongoError } from '../errors.js';
import type { Doc, Value } from '../values/types.js';
import { isOperatorDoc, type DocTest } from './doc-test.js';
import type { MatchPosition } from './filter.js';
import type { OperatorContext } from './operator-context.js';
import { matchPath } from './path.js';

/** Names that stand without a path; an `$elemMatch` that begins with one holds a filter on the element's fields. */
export const LOGICAL: ReadonlySet<string> = new Set([
  '$and',
  '$or',
  '$nor',
  '$expr',
  '$where',
  '$jsonSchema',
  '$text',
  '$comment',
  '$sampleRate',
  '$alwaysTrue',
  '$alwaysFalse',
]);

/** A condition on one array element. */
export type ElementTest = (v: Value) => boolean;

/** `$elemMatch`: an array of which one element meets all conditions. Notes that element's index. */
export function compileElemMatch(path: readonly string[], value: Value, ctx: OperatorContext): DocTest {
  const test = elementTest(value, ctx);
  return (doc: Doc, pos?: MatchPosition) => {
    const onArray = (v: Value | undefined): boolean => {
      if (!Array.isArray(v)) return false;
      const index = v.findIndex(test);
      if (index >= 0 && pos !== undefined) pos.index = index;
      return index >= 0;
    };
    return matchPath(doc, path, 0, onArray, false, pos);
  };
}

/** The condition of an `$elemMatch`: operators on the element itself, or a filter on its fields. */
export function elementTest(value: Value, ctx: OperatorContext): ElementTest {
  if (!(value instanceof Map)) throw new MongoError(2, '$elemMatch needs an Object');
  const first = value.keys().next().value;
  if (isOperatorDoc(value, true) && first !== undefined && !LOGICAL.has(first)) {
    const test = ctx.operators('', [], value, ctx);
    // With the empty path the subject is the element, of whatever type, and is not searched through.
    return (v) => test(v as Doc);
  }
  const test = ctx.nested().conjunction(value);
  return (v) => {
    if (v instanceof Map) return test(v);
    return Array.isArray(v) && test(new Map(v.map((item, i) => [String(i), item])));
  };
}
