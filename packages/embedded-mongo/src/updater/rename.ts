import { MongoError } from '../errors.js';
import { kindName } from '../values/kinds.js';
import type { Doc, Value } from '../values/types.js';
import { describeId } from '../values/describe.js';
import { setOperator, unsetOperator } from './field-operators.js';
import { parseUpdatePath } from './update-path.js';
import type { Walk } from './walk.js';

/** Checks one entry of `$rename`. */
export function parseRename(from: string, to: Value): { source: string[]; target: string[] } {
  if (typeof to !== 'string')
    throw new MongoError(2, `The 'to' field for $rename must be a string: ${from}: ${kindName(to)}`);
  const source = parseUpdatePath(from);
  const target = parseUpdatePath(to);
  for (const [what, path] of [
    ['source', source],
    ['destination', target],
  ] as const) {
    if (path.some((name) => name === '$' || name.startsWith('$['))) {
      throw new MongoError(2, `The ${what} field for $rename may not be dynamic: ${path.join('.')}`);
    }
  }
  if (from === to) throw new MongoError(2, `The source and target field for $rename must differ: ${from}: "${to}"`);
  return { source, target };
}

/** Moves a field; nothing happens when it is missing. Neither path may lead through an array. */
export function rename(walk: Walk, doc: Doc, source: readonly string[], target: readonly string[]): Doc {
  const value = read(doc, source, 'source');
  if (value === undefined) return doc;
  read(doc, target, 'destination');
  return walk.run(walk.run(doc, target, setOperator(value)), source, unsetOperator());
}

function read(doc: Doc, path: readonly string[], what: string): Value | undefined {
  let at: Value | undefined = doc;
  for (let i = 0; i < path.length; i++) {
    if (Array.isArray(at)) {
      throw new MongoError(
        2,
        `The ${what} field cannot be an array element, '${path.join('.')}' in doc with ${describeId(doc)} has an array field called '${path[i - 1]}'`,
      );
    }
    if (!(at instanceof Map)) return undefined;
    at = at.get(path[i] as string);
  }
  return at;
}
