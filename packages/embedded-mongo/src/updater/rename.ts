import { MongoError } from '../errors.js';
import { isArrayIndex } from '../matcher/path.js';
import type { Doc, Value } from '../values/types.js';
import { describeId, describeValue } from '../values/describe.js';
import { setOperator, unsetOperator } from './field-operators.js';
import { isElementStep, parseUpdatePath } from './update-path.js';
import type { Walk } from './walk.js';

/** Checks one entry of `$rename`. Throws 2, and 56 or 52 for paths that no update takes. */
export function parseRename(from: string, to: Value): { source: string[]; target: string[] } {
  const source = parseUpdatePath(from);
  if (typeof to !== 'string')
    throw new MongoError(2, `The 'to' field for $rename must be a string: ${from}: ${describeValue(to)}`);
  const target = parseUpdatePath(to);
  if (to.includes('\0')) throw new MongoError(2, "The 'to' field for $rename cannot contain an embedded null byte");
  if (from === to) throw new MongoError(2, `The source and target field for $rename must differ: ${from}: "${to}"`);
  if (to.startsWith(`${from}.`) || from.startsWith(`${to}.`)) {
    throw new MongoError(2, `The source and target field for $rename must not be on the same path: ${from}: "${to}"`);
  }
  for (const [what, path] of [
    ['source', source],
    ['destination', target],
  ] as const) {
    if (path.some((name) => name === '$' || isElementStep(name))) {
      throw new MongoError(2, `The ${what} field for $rename may not be dynamic: ${path.join('.')}`);
    }
  }
  return { source, target };
}

/**
 * Moves a field; nothing happens when it is missing. Neither path may lead through an array (2), and the source
 * not into anything else that has no fields (28).
 */
export function rename(walk: Walk, doc: Doc, source: readonly string[], target: readonly string[]): Doc {
  const value = readSource(doc, source);
  if (value === undefined) return doc;
  refuseArrays(doc, target, 'destination');
  return walk.run(walk.run(doc, target, setOperator(value)), source, unsetOperator());
}

function readSource(doc: Doc, path: readonly string[]): Value | undefined {
  let at: Value | undefined = doc;
  for (let i = 0; i < path.length && at !== undefined; i++) {
    const name = path[i] as string;
    if (at instanceof Map) at = at.get(name);
    else if (Array.isArray(at) && isArrayIndex(name)) at = at[Number(name)];
    else {
      throw new MongoError(
        28,
        `cannot use the part (${path[i - 1]} of ${path.join('.')}) to traverse the element ({${path[i - 1]}: ${describeValue(at)}})`,
      );
    }
  }
  if (at !== undefined) refuseArrays(doc, path, 'source');
  return at;
}

function refuseArrays(doc: Doc, path: readonly string[], what: string): void {
  let at: Value | undefined = doc;
  for (let i = 0; i < path.length && at instanceof Map; i++) {
    at = at.get(path[i] as string);
    if (Array.isArray(at) && i < path.length - 1) {
      throw new MongoError(
        2,
        `The ${what} field cannot be an array element, '${path.join('.')}' in doc with ${describeId(doc)} has an array field called '${path[i]}'`,
      );
    }
  }
}
