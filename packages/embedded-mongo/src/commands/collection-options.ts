import { Int32 } from 'bson';
import { MongoError } from '../errors.js';
import { compareTextOf } from '../values/collation.js';
import type { Doc, Value } from '../values/types.js';
import { toNumber } from './arguments.js';
import type { Arguments } from './arguments.js';
import { completeCollation } from './complete-collation.js';
import { readTimeSeries } from './time-series-options.js';
import { wholeValue } from './whole-value.js';

/** MongoDB's limits of a cap: 1 PB, and documents below 2^31. */
const MAX_CAPPED_BYTES = 1024 ** 5;
const MAX_CAPPED_DOCUMENTS = 2 ** 31;
const MAX_EXPIRY_SECONDS = 2 ** 31 - 1;

/**
 * Checks what `create` asks for and gives the options as they are stored and listed, in MongoDB's order. Throws 2, 14,
 * 72 and what is not supported.
 */
export function readCollectionOptions(args: Arguments, namespace: string): Doc {
  const clustered = args.get('clusteredIndex');
  const series = args.document('timeseries');
  const options: Doc = new Map();
  assertCapMakesSense(args, clustered !== undefined);
  if (args.flag('capped')) setCap(args, options);
  const images = args.document('changeStreamPreAndPostImages');
  if (images !== undefined) setImages(options, images, namespace);
  const collation = args.document('collation');
  if (collation !== undefined && compareTextOf(collation) !== undefined)
    options.set('collation', completeCollation(collation));
  if (args.get('expireAfterSeconds') !== undefined) setExpiry(args, options, clustered ?? series);
  if (clustered !== undefined) options.set('clusteredIndex', readClusteredIndex(clustered));
  if (series !== undefined) {
    assertAloneWithTimeSeries(args, namespace);
    options.set('timeseries', readTimeSeries(series, namespace));
  }
  return options;
}

function assertCapMakesSense(args: Arguments, clustered: boolean): void {
  const capped = args.flag('capped');
  const sized = args.get('size') !== undefined || args.get('max') !== undefined;
  if (clustered && capped)
    throw new MongoError(
      6127800,
      "Clustered capped collection only available with 'enableTestCommands' server parameter",
    );
  if (clustered && sized)
    throw new MongoError(
      args.get('size') === undefined ? 6049204 : 6049200,
      "'size' and 'max' for capped collections are not allowed on clustered collections",
    );
  if (capped && args.get('size') === undefined)
    throw new MongoError(72, "the 'size' field is required when 'capped' is true");
  if (!capped && sized)
    throw new MongoError(72, "the 'capped' field needs to be true when either the 'size' or 'max' fields are present");
}

function setCap(args: Arguments, options: Doc): void {
  const size = args.whole('size', -Infinity) ?? 0;
  const max = args.whole('max', -Infinity);
  assertCappedSize(size);
  options.set('capped', true);
  options.set('size', wholeValue(size));
  if (max === undefined) return;
  assertCappedMax(max);
  if (max > 0) options.set('max', wholeValue(max));
}

/**
 * Notes whether change streams are to be given documents before and after a change: `{enabled}`. There are no change
 * streams, so it is only listed. Throws 14, 72, 40414 and 40415.
 */
export function setImages(options: Doc, images: Doc, namespace: string): void {
  const field = 'changeStreamPreAndPostImages';
  for (const name of images.keys()) {
    if (name !== 'enabled') throw new MongoError(40415, `BSON field '${field}.${name}' is an unknown field.`);
  }
  const enabled = images.get('enabled');
  if (enabled === undefined)
    throw new MongoError(40414, `BSON field '${field}.enabled' is missing but a required field`);
  if (typeof enabled !== 'boolean' && toNumber(enabled) === undefined)
    throw new MongoError(14, `BSON field '${field}.enabled' is the wrong type, expected type 'bool'`);
  options.delete(field);
  if (enabled === false || toNumber(enabled) === 0) return;
  if (/^(?:admin|config|local)\./.test(namespace))
    throw new MongoError(72, `${field} collection option is not supported on the admin, config or local databases`);
  options.set(field, new Map([['enabled', true]]));
}

/** Throws 51024 for a number of bytes that no cap can have. */
export function assertCappedSize(size: number): void {
  if (size < 1 || size > MAX_CAPPED_BYTES)
    throw new MongoError(
      51024,
      `BSON field 'size' value must be >= 1 and <= ${MAX_CAPPED_BYTES}, actual value '${size}'`,
    );
}

/** Throws 51024 for a number of documents that no cap can have. */
export function assertCappedMax(max: number): void {
  if (max >= MAX_CAPPED_DOCUMENTS)
    throw new MongoError(51024, `BSON field 'max' value must be < ${MAX_CAPPED_DOCUMENTS}, actual value '${max}'`);
}

function setExpiry(args: Arguments, options: Doc, needed: Value | undefined): void {
  if (needed === undefined)
    throw new MongoError(
      72,
      "'expireAfterSeconds' is only supported on time-series collections or when the 'clusteredIndex' option is specified",
    );
  const value = args.get('expireAfterSeconds');
  if (value === 'off') return;
  options.set('expireAfterSeconds', BigInt(readExpiry(value)));
}

/** Seconds after which documents end. Throws 72. */
export function readExpiry(value: Value | undefined): number {
  const seconds = toNumber(value);
  if (seconds === undefined || Number.isNaN(seconds) || seconds < 0 || seconds > MAX_EXPIRY_SECONDS)
    throw new MongoError(72, `'expireAfterSeconds' must be a number from 0 to ${MAX_EXPIRY_SECONDS}, or "off"`);
  return Math.trunc(seconds);
}

/** `{key: {_id: 1}, unique: true, name?, v?}`. Throws 14, 40414 and 197. */
function readClusteredIndex(spec: Value): Doc {
  if (!(spec instanceof Map))
    throw new MongoError(14, "BSON field 'create.clusteredIndex' is the wrong type, expected type 'object'");
  for (const name of spec.keys()) {
    if (!['v', 'key', 'name', 'unique'].includes(name))
      throw new MongoError(40415, `BSON field 'create.clusteredIndex.${name}' is an unknown field.`);
  }
  const key = spec.get('key');
  const name = spec.get('name') ?? '_id_';
  if (!(key instanceof Map) || spec.get('unique') === undefined)
    throw new MongoError(40414, "BSON field 'create.clusteredIndex' needs 'key' and 'unique'");
  if (key.size !== 1 || toNumber(key.get('_id')) !== 1)
    throw new MongoError(197, 'The clusteredIndex option is not supported for keys other than { _id: 1 }');
  if (spec.get('unique') !== true) throw new MongoError(5979700, 'The clusteredIndex option requires unique: true');
  if (typeof name !== 'string' || name === '')
    throw new MongoError(14, "BSON field 'create.clusteredIndex.name' is the wrong type, expected type 'string'");
  return new Map<string, Value>([
    ['v', new Int32(2)],
    ['key', new Map([['_id', new Int32(1)]])],
    ['name', name],
    ['unique', true],
  ]);
}

/** Options of `create` that may stand beside `timeseries`. */
const BESIDE_TIME_SERIES = ['timeseries', 'expireAfterSeconds', 'storageEngine', 'indexOptionDefaults', 'collation'];

function assertAloneWithTimeSeries(args: Arguments, namespace: string): void {
  const others = ['clusteredIndex', 'size', 'max', 'idIndex', 'autoIndexId', 'changeStreamPreAndPostImages'];
  for (const name of [...others, ...(args.flag('capped') ? ['capped'] : [])]) {
    if (args.get(name) !== undefined && !BESIDE_TIME_SERIES.includes(name))
      throw new MongoError(72, `${namespace}: 'timeseries' is not allowed with '${name}'`);
  }
}
