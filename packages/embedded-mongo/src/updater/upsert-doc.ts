import { BSONRegExp } from 'bson';

import { MongoError } from '../errors.js';
import { isOperatorDoc } from '../matcher/doc-test.js';
import type { Doc, Value } from '../values/types.js';
import { setOperator } from './field-operators.js';
import { idFirst } from './id-first.js';
import { Walk } from './walk.js';

/**
 * The document an upsert starts from: the equality conditions of the filter, also those inside `$and`,
 * `$eq`, `$all` and `$in` of one value, and `$or` of one branch. A path given twice throws 54.
 */
export function docForUpsert(filter: Doc): Doc {
  const found = new Map<string, Value>();
  collect(filter, found);
  let doc: Doc = new Map();
  const walk = new Walk(doc, new Date(0), new Map(), undefined);
  for (const [path, value] of found) doc = walk.run(doc, path.split('.'), setOperator(value));
  return idFirst(doc);
}

function collect(filter: Doc, found: Map<string, Value>): void {
  for (const [name, value] of filter) {
    if (name === '$and' || (name === '$or' && Array.isArray(value) && value.length === 1)) {
      for (const branch of value as Value[]) if (branch instanceof Map) collect(branch, found);
    } else if (!name.startsWith('$')) {
      const equal = isOperatorDoc(value) ? equality(value) : value;
      if (equal !== undefined && !(equal instanceof BSONRegExp)) note(found, name, equal);
    }
  }
}

function equality(ops: Doc): Value | undefined {
  const equal = ops.get('$eq');
  if (equal !== undefined) return equal;
  for (const op of ['$in', '$all']) {
    const list = ops.get(op);
    if (Array.isArray(list) && list.length === 1 && !isOperatorDoc(list[0] as Value)) return list[0];
  }
  return undefined;
}

function note(found: Map<string, Value>, path: string, value: Value): void {
  for (const other of found.keys()) {
    if (other === path || other.startsWith(`${path}.`) || path.startsWith(`${other}.`)) {
      throw new MongoError(54, `cannot infer query fields to set, path '${path}' is matched twice`);
    }
  }
  found.set(path, value);
}
