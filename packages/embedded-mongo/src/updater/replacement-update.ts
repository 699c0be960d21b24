import { MongoError } from '../errors.js';
import { equalValues, identicalValues } from '../values/compare.js';
import type { Doc } from '../values/types.js';
import { describeValue } from '../values/describe.js';
import { idFirst } from './id-first.js';
import type { Update } from './update.js';

/** A document that replaces all but the `_id`. */
export function compileReplacement(replacement: Doc): Update {
  for (const name of replacement.keys()) {
    if (name.startsWith('$')) {
      throw new MongoError(
        52,
        `The dollar ($) prefixed field '${name}' in '${name}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
      );
    }
  }
  return {
    kind: 'replacement',
    needsPosition: false,
    apply: (doc) => {
      const next = withId(replacement, doc);
      return { doc: next, changed: !identicalValues(next, doc) };
    },
  };
}

/** The new content with the old `_id`, which must be equal where both have one (66 otherwise, 54 for an array). */
export function withId(next: Doc, old: Doc): Doc {
  const id = old.get('_id');
  if (id === undefined) return idFirst(next);
  const given = next.get('_id');
  if (given === undefined) return new Map([['_id', id], ...next]);
  if (Array.isArray(given)) {
    throw new MongoError(
      54,
      "After applying the update to the document, the (immutable) field '_id' was found to be an array or array descendant.",
    );
  }
  if (!equalValues(id, given)) {
    throw new MongoError(
      66,
      `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${describeValue(given)}`,
    );
  }
  return idFirst(next);
}
