import { BSONRegExp } from 'bson';

import { MongoError } from '../errors.js';
import { isOperatorDoc } from '../matcher/doc-test.js';
import { compareStrings } from '../values/compare-strings.js';
import type { Doc, Value } from '../values/types.js';
import { setOperator } from './field-operators.js';
import { idFirst } from './id-first.js';
import { refuseExpressions } from './refuse-expressions.js';
import type { Update } from './update.js';
import { Walk } from './walk.js';

/**
 * The document an upsert starts from: the equality conditions of the filter, also those inside `$and`,
 * `$eq`, `$all` and `$in` of one value, and `$or` of one branch, in the order of their paths. A replacement
 * takes only the `_id`, and must be given it whole (111). A path given twice throws 54, `$expr` 224.
 */
export function docForUpsert(filter: Doc, kind: Update['kind'] = 'operators'): Doc {
  refuseExpressions(filter, '$expr is not allowed in the query predicate for an upsert');
  const found = new Map<string, Value>();
  collect(filter, found, kind === 'replacement');
  let doc: Doc = new Map();
  const walk = new Walk(doc, new Date(0), new Map(), undefined);
  const entries = [...found].sort(([a], [b]) => compareStrings(a, b));
  for (const [path, value] of entries) doc = walk.run(doc, path.split('.'), setOperator(value));
  return idFirst(doc);
}

function collect(filter: Doc, found: Map<string, Value>, idOnly: boolean): void {
  for (const [name, value] of filter) {
    if (name === '$and' || (name === '$or' && Array.isArray(value) && value.length === 1)) {
      for (const branch of value as Value[]) if (branch instanceof Map) collect(branch, found, idOnly);
    } else if (!name.startsWith('$') && (!idOnly || name === '_id' || name.startsWith('_id.'))) {
      for (const equal of isOperatorDoc(value) ? equalities(value) : [value]) {
        if (equal instanceof BSONRegExp) continue;
        if (idOnly && name !== '_id') {
          throw new MongoError(111, `field at '_id' must be exactly specified, field at sub-path '${name}'found`);
        }
        note(found, name, equal);
      }
    }
  }
}

function equalities(ops: Doc): Value[] {
  const out: Value[] = [];
  for (const [op, value] of ops) {
    if (op === '$eq') out.push(value);
    else if (op === '$all' && Array.isArray(value)) out.push(...value.filter((item) => !isOperatorDoc(item)));
    else if (op === '$in' && Array.isArray(value) && value.length === 1) out.push(value[0] as Value);
  }
  return out;
}

function note(found: Map<string, Value>, path: string, value: Value): void {
  for (const other of found.keys()) {
    if (other === path) {
      throw new MongoError(54, `cannot infer query fields to set, path '${path}' is matched twice`);
    }
    if (other.startsWith(`${path}.`) || path.startsWith(`${other}.`)) {
      const [longer, shorter] = other.length > path.length ? [other, path] : [path, other];
      throw new MongoError(54, `cannot infer query fields to set, both paths '${longer}' and '${shorter}' are matched`);
    }
  }
  found.set(path, value);
}
