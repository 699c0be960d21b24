import { MongoError } from '../errors.js';
import type { Doc } from '../values/types.js';
import { compileOperatorUpdate } from './operator-update.js';
import { compilePipelineUpdate } from './pipeline-update.js';
import { compileReplacement } from './replacement-update.js';
import type { Update, UpdateOptions } from './update.js';

export type { Update, UpdateContext, UpdateOptions } from './update.js';
export { docForUpsert } from './upsert-doc.js';

/**
 * Compiles operators, a replacement document, or a pipeline. Throws 2 BadValue, 9 FailedToParse,
 * 14 TypeMismatch, 40 ConflictingUpdateOperators, 52 DollarPrefixedFieldName, 56 EmptyFieldName; `apply`
 * throws 2, 14, 28 PathNotViable and 66 ImmutableField.
 */
export function compileUpdate(update: Doc | Doc[], options: UpdateOptions = {}): Update {
  if (Array.isArray(update)) {
    if ((options.arrayFilters?.length ?? 0) > 0) {
      throw new MongoError(9, 'arrayFilters may not be specified for pipeline-style updates');
    }
    return compilePipelineUpdate(update, options);
  }
  const first = update.keys().next();
  if (first.done !== true && first.value.startsWith('$')) return compileOperatorUpdate(update, options);
  if ((options.arrayFilters?.length ?? 0) > 0) {
    throw new MongoError(9, 'arrayFilters may not be specified for replacement-style updates');
  }
  return compileReplacement(update);
}
