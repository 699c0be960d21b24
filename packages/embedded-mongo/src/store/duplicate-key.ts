import { Int32 } from 'bson';
import { MongoError } from '../errors.js';
import { encodeKey } from '../keys/encode.js';
import type { KeyField } from '../keys/encode.js';
import { describeValue } from '../values/describe.js';
import type { Doc, Value } from '../values/types.js';
import { pathValues } from './path-values.js';

/** At most this many combinations of array elements are tried to find the value that collided. */
const MAX_COMBINATIONS = 1000;

/** The error 11000 with MongoDB's wording, keyPattern and keyValue. */
export function duplicateKeyError(
  namespace: string,
  index: string,
  fields: readonly KeyField[],
  doc: Doc,
  key: Uint8Array,
): MongoError {
  const values = collidingValues(fields, doc, key);
  const keyPattern = new Map<string, Value>(fields.map(([path, direction]) => [path, new Int32(direction)]));
  const keyValue = new Map<string, Value>(fields.map(([path], i) => [path, values[i] ?? null]));
  const shown = fields.map(([path], i) => `${path}: ${describeValue(values[i] ?? null)}`).join(', ');
  return new MongoError(
    11000,
    `E11000 duplicate key error collection: ${namespace} index: ${index} dup key: { ${shown} }`,
    {
      extra: { keyPattern, keyValue },
    },
  );
}

function collidingValues(fields: readonly KeyField[], doc: Doc, key: Uint8Array): Value[] {
  const directions = fields.map(([, direction]) => direction);
  const candidates = fields.map(([path]) => candidatesAt(doc, path));
  const first = candidates.map((values) => values[0] ?? null);
  let tried = 0;
  for (const combination of combinations(candidates)) {
    if (encodeKey(combination, directions).equals(key)) return combination;
    tried += 1;
    if (tried >= MAX_COMBINATIONS) break;
  }
  return first;
}

function candidatesAt(doc: Doc, path: string): Value[] {
  const direct = doc.get(path);
  if (direct !== undefined && !Array.isArray(direct)) return [direct];
  const values = [...pathValues(doc, path.split('.'))];
  return [...values, ...(direct === undefined ? [] : [direct]), null];
}

function* combinations(candidates: readonly Value[][]): Generator<Value[], void, void> {
  const [head, ...tail] = candidates;
  if (head === undefined) {
    yield [];
    return;
  }
  for (const value of head) {
    for (const rest of combinations(tail)) yield [value, ...rest];
  }
}
