import type { FilterOptions } from '../matcher/index.js';
import { compareTextOf } from '../values/collation.js';
import type { Doc, Value } from '../values/types.js';
import type { CommandRequest } from './command.js';

/** A collection, as far as it says in which order its strings stand. */
interface Collated {
  /** The collation it was created with. */
  readonly collation?: Doc;
}

/**
 * The options by which filter, sort, projection and pipeline of a command know `let`, the time and the collation: the
 * one given, else the one the collection was created with.
 *
 * @param given the collation of the command or the statement; throws 14 unless it is a document
 */
export function evaluationOptions(
  request: CommandRequest,
  collection?: Collated,
  given: Value | undefined = request.arguments.get('collation'),
): FilterOptions {
  const variables = request.arguments.document('let');
  const collation = collationOf(request, collection, given);
  return {
    now: request.now,
    ...(variables === undefined ? {} : { let: variables }),
    ...(collation === undefined ? {} : { collation }),
  };
}

/** The collation in force, validated; undefined for the order of bytes. Throws 14 and what `compareTextOf` does. */
function collationOf(
  request: CommandRequest,
  collection: Collated | undefined,
  given: Value | undefined,
): Doc | undefined {
  if (given === undefined || given === null) return collection?.collation;
  const collation = request.arguments.asDocument('collation', given);
  if (collation.size === 0) return collection?.collation;
  return compareTextOf(collation) === undefined ? undefined : collation;
}
