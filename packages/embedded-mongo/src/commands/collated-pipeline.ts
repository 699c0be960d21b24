import { unsupported } from '../errors.js';
import type { Doc, Value } from '../values/types.js';

/** Stages that compare nothing, or compare by the collation of the command. */
const COLLATED_STAGES = new Set([
  '$count',
  '$limit',
  '$match',
  '$out',
  '$project',
  '$sample',
  '$set',
  '$addFields',
  '$unset',
  '$replaceRoot',
  '$replaceWith',
  '$skip',
  '$sort',
  '$unwind',
]);

/** Accumulators that compare nothing. */
const ACCUMULATORS = new Set(['$avg', '$count', '$first', '$last', '$push', '$sum', '$mergeObjects', '$literal']);

/**
 * Refuses a pipeline that would have to compare strings in places that know the order of bytes only: grouping by a
 * value, joins, expressions. Throws 238.
 */
export function assertCollatable(stages: readonly Doc[]): void {
  for (const stage of stages) {
    for (const [name, spec] of stage) {
      if (name === '$group') assertGroup(spec);
      else if (!COLLATED_STAGES.has(name)) throw unsupported(`${name} under a collation`);
      else if (name !== '$match' && name !== '$sort') assertPlain(spec);
    }
  }
}

/** One group for all documents, or accumulators without comparison. */
function assertGroup(spec: Value): void {
  if (!(spec instanceof Map)) return; // the stage says what is wrong
  const key = spec.get('_id');
  if (typeof key === 'string' || key instanceof Map || Array.isArray(key))
    throw unsupported('$group by a value under a collation');
  assertPlain(spec);
}

function assertPlain(spec: Value): void {
  if (Array.isArray(spec)) for (const each of spec) assertPlain(each);
  if (!(spec instanceof Map)) return;
  for (const [name, value] of spec) {
    if (name.startsWith('$') && !ACCUMULATORS.has(name)) throw unsupported(`${name} under a collation`);
    if (name !== '$literal') assertPlain(value);
  }
}
