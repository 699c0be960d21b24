import { Timestamp } from 'bson';

import { MongoError } from '../errors.js';
import { equalValues, identicalValues } from '../values/compare.js';
import { nextTimestamp } from '../values/next-timestamp.js';
import type { Doc, Value } from '../values/types.js';
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
  const stamped = [...replacement].filter(([name, v]) => name !== '_id' && v instanceof Timestamp && v.isZero());
  return {
    kind: 'replacement',
    needsPosition: false,
    apply: (doc, { now = new Date() }) => {
      const next = withId(stamped.length === 0 ? replacement : withTime(replacement, stamped, now), doc);
      return { doc: next, changed: !identicalValues(next, doc) };
    },
  };
}

/** Empty timestamps at the top are given the time. */
function withTime(replacement: Doc, stamped: readonly (readonly [string, Value])[], now: Date): Doc {
  const out = new Map(replacement);
  for (const [name] of stamped) out.set(name, nextTimestamp(now.getTime()));
  return out;
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
