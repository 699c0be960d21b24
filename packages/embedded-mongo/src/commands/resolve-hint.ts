import { MongoError } from '../errors.js';
import type { Direction } from '../keys/encode.js';
import type { ResolvedHint } from '../planner/plan-query.js';
import type { CollectionInfo, IndexInfo } from '../store/catalog.js';
import { compareValues } from '../values/compare.js';
import type { Doc, Value } from '../values/types.js';
import { toNumber } from './arguments.js';

/** Finds what a hint names: an index by name or key pattern, or `$natural`. Throws 2. */
export function resolveHint(collection: CollectionInfo, hint: Value | undefined): ResolvedHint | undefined {
  if (hint === undefined || (hint instanceof Map && hint.size === 0)) return undefined;
  if (typeof hint === 'string') return byName(collection, hint);
  if (hint instanceof Map) return byKey(collection, hint);
  throw new MongoError(9, 'Hint must be a string or an object');
}

function byName(collection: CollectionInfo, name: string): ResolvedHint {
  if (name === (collection.clustered ?? '_id_')) return 'id';
  return usable(collection.indexes.find((each) => each.name === name && !each.hidden));
}

function byKey(collection: CollectionInfo, key: Doc): ResolvedHint {
  const natural = toNumber(key.get('$natural'));
  if (natural !== undefined) return { natural: natural < 0 ? -1 : 1 };
  if (key.size === 1 && key.has('_id')) return 'id';
  return usable(collection.indexes.find((each) => !each.hidden && samePattern(each.definition.get('key') as Doc, key)));
}

/** An index without entries is hinted at in vain: the documents are read as they lie. */
function usable(index: IndexInfo | undefined): ResolvedHint {
  if (index === undefined) return unknown();
  return index.unlisted ? { natural: 1 } : { index };
}

/** Same fields in the same order with equal directions. */
export function samePattern(a: Doc, b: Doc): boolean {
  return a.size === b.size && compareValues(a, b) === 0;
}

function unknown(): never {
  throw new MongoError(
    2,
    'error processing query: planner returned error: hint provided does not correspond to an existing index',
  );
}

/** The direction of a sort by `$natural` alone. Throws 2 when other fields stand beside it. */
export function naturalDirection(sort: Doc | undefined): Direction | undefined {
  if (sort?.has('$natural') !== true) return undefined;
  if (sort.size > 1) throw new MongoError(2, 'Cannot include $natural in compound sort');
  return (toNumber(sort.get('$natural')) ?? 1) < 0 ? -1 : 1;
}
