import { MongoError } from '../errors.js';
import type { Doc, Value } from '../values/types.js';
import { toNumber } from './arguments.js';
import { wholeValue } from './whole-value.js';

const KNOWN = ['timeField', 'metaField', 'granularity', 'bucketMaxSpanSeconds', 'bucketRoundingSeconds'];
/** Longest time of one bucket, in seconds, by granularity. */
const BUCKET_SPANS: ReadonlyMap<Value, number> = new Map<Value, number>([
  ['seconds', 3600],
  ['minutes', 86_400],
  ['hours', 2_592_000],
]);
const MAX_SPAN_SECONDS = 31_536_000;

/** Checks the option `timeseries` and gives it as it is listed. Throws 2, 14, 72, 40414 and 40415. */
export function readTimeSeries(spec: Doc, namespace: string): Doc {
  for (const name of spec.keys()) {
    if (!KNOWN.includes(name))
      throw new MongoError(40415, `BSON field 'create.timeseries.${name}' is an unknown field.`);
  }
  const timeField = fieldName(spec, 'timeField', namespace);
  const metaField = fieldName(spec, 'metaField', namespace);
  if (timeField === undefined)
    throw new MongoError(40414, "BSON field 'create.timeseries.timeField' is missing but a required field");
  if (metaField === '_id') throw new MongoError(72, '\'metaField\' cannot be "_id"');
  if (metaField === timeField) throw new MongoError(72, "'metaField' cannot be the same as 'timeField'");
  return new Map<string, Value>([
    ['timeField', timeField],
    ...(metaField === undefined ? [] : ([['metaField', metaField]] as const)),
    ...bucketing(spec),
  ]);
}

function fieldName(spec: Doc, option: string, namespace: string): string | undefined {
  const name = spec.get(option) ?? undefined;
  if (name === undefined) return undefined;
  if (typeof name !== 'string')
    throw new MongoError(14, `BSON field 'create.timeseries.${option}' is the wrong type, expected type 'string'`);
  if (name === '' || name.includes('.') || name.includes('\0'))
    throw new MongoError(72, `${namespace}: '${option}' must be a top-level field and not contain a '.'`);
  return name;
}

function bucketing(spec: Doc): [string, Value][] {
  const span = spec.get('bucketMaxSpanSeconds') ?? undefined;
  const rounding = spec.get('bucketRoundingSeconds') ?? undefined;
  const granularity = spec.get('granularity') ?? undefined;
  if (span === undefined && rounding === undefined) {
    const seconds = BUCKET_SPANS.get(granularity ?? 'seconds');
    if (seconds === undefined)
      throw new MongoError(2, "Enumeration value for field 'create.timeseries.granularity' is not a valid value.");
    return [
      ['granularity', granularity ?? 'seconds'],
      ['bucketMaxSpanSeconds', wholeValue(seconds)],
    ];
  }
  const seconds = toNumber(span);
  if (granularity !== undefined || seconds === undefined || seconds !== toNumber(rounding))
    throw new MongoError(
      72,
      "'bucketMaxSpanSeconds' and 'bucketRoundingSeconds' must be set to the same value, without 'granularity'",
    );
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > MAX_SPAN_SECONDS)
    throw new MongoError(51024, `BSON field 'bucketMaxSpanSeconds' value must be between 1 and ${MAX_SPAN_SECONDS}`);
  return [
    ['bucketRoundingSeconds', wholeValue(seconds)],
    ['bucketMaxSpanSeconds', wholeValue(seconds)],
  ];
}

/** The bucketing after a change by collMod, which may only become coarser. Throws 72. */
export function widenTimeSeries(current: Doc, change: Doc): Doc {
  for (const name of change.keys()) {
    if (!['granularity', 'bucketMaxSpanSeconds', 'bucketRoundingSeconds'].includes(name))
      throw new MongoError(40415, `BSON field 'collMod.timeseries.${name}' is an unknown field.`);
  }
  const widened = new Map(bucketing(change));
  if ((toNumber(widened.get('bucketMaxSpanSeconds')) ?? 0) < (toNumber(current.get('bucketMaxSpanSeconds')) ?? 0))
    throw new MongoError(72, 'Invalid transition for timeseries.granularity. Can only transition to a coarser one.');
  const fields = [...current].filter(([name]) => name === 'timeField' || name === 'metaField');
  return new Map<string, Value>([...fields, ...widened]);
}
