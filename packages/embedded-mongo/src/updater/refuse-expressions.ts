import { MongoError } from '../errors.js';
import type { Doc } from '../values/types.js';

/** Throws 224 when a filter holds `$expr`, also inside `$and`, `$or` and `$nor`. */
export function refuseExpressions(filter: Doc, message: string): void {
  for (const [name, value] of filter) {
    if (name === '$expr') throw new MongoError(224, message);
    if (!name.startsWith('$') || !Array.isArray(value)) continue;
    for (const branch of value) if (branch instanceof Map) refuseExpressions(branch, message);
  }
}
