import type { Doc } from '../values/types.js';

/** The document with `_id` as its first field, where it has one. */
export function idFirst(doc: Doc): Doc {
  const id = doc.get('_id');
  if (id === undefined || doc.keys().next().value === '_id') return doc;
  return new Map([['_id', id], ...doc]);
}
