import { MongoError } from '../errors.js';
import type { Doc } from '../values/types.js';
import type { TimeSeries } from './collection-options.js';

/** Refuses a document of a time series without a date in its timeField. Throws 2. */
export function assertMeasurement({ timeField }: TimeSeries, doc: Doc): void {
  if (!(doc.get(timeField) instanceof Date))
    throw new MongoError(2, `'${timeField}' must be present and contain a valid BSON UTC datetime value`);
}
