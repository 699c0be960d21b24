import { Int32 } from 'bson';
import { MongoError, unsupported } from '../errors.js';
import { changeIndex, changeOptions } from '../store/catalog-store.js';
import type { CollectionInfo, IndexInfo } from '../store/catalog.js';
import { namespaceOf } from '../store/catalog.js';
import type { Unit } from '../store/unit.js';
import type { Doc, Value } from '../values/types.js';
import type { ReplyObject } from '../wire/encode-reply.js';
import type { Arguments } from './arguments.js';
import { toNumber } from './arguments.js';
import { assertCappedMax, assertCappedSize, readExpiry, setImages } from './collection-options.js';
import type { WriteCommand } from './command.js';
import { isIdIndex } from './index-spec.js';
import { samePattern } from './resolve-hint.js';
import { widenTimeSeries } from './time-series-options.js';
import { wholeValue } from './whole-value.js';

/** https://www.mongodb.com/docs/manual/reference/command/collMod/ — of indexes, caps, expiry and time series. */
export const collMod: WriteCommand = {
  name: 'collMod',
  kind: 'write',
  options: ['index', 'expireAfterSeconds', 'cappedSize', 'cappedMax', 'timeseries', 'changeStreamPreAndPostImages'],
  unsupported: ['validator', 'validationLevel', 'validationAction', 'viewOn', 'pipeline', 'recordPreImages', 'dryRun'],
  run: (unit, { arguments: args, database }) => {
    const name = args.collection();
    const namespace = namespaceOf(database, name);
    const collection = unit.catalog.find(database, name);
    if (collection === undefined) throw new MongoError(26, `ns does not exist: ${namespace}`);
    const options = changedOptions(args, collection, namespace);
    const index = args.document('index');
    const changed = options === undefined ? collection : changeOptions(unit, collection, options);
    return { ...(index === undefined ? {} : modifyIndex(unit, changed, index, namespace)), ok: 1 };
  },
};

/** The options after the change; undefined when nothing is asked of them. */
function changedOptions(args: Arguments, collection: CollectionInfo, namespace: string): Doc | undefined {
  const options: Doc = new Map(collection.options);
  const [size, max] = [args.whole('cappedSize', -Infinity), args.whole('cappedMax', -Infinity)];
  if ((size !== undefined || max !== undefined) && collection.capped === undefined)
    throw new MongoError(72, `Collection ${namespace} is not capped`);
  if (size !== undefined) {
    assertCappedSize(size);
    options.set('size', wholeValue(size));
  }
  if (max !== undefined) {
    assertCappedMax(max);
    if (max > 0) options.set('max', wholeValue(max));
    else options.delete('max');
  }
  const expiry = args.get('expireAfterSeconds');
  if (expiry !== undefined) setExpiry(options, collection, expiry);
  const series = args.document('timeseries');
  const current = options.get('timeseries');
  if (series !== undefined && !(current instanceof Map))
    throw new MongoError(72, "option only supported on a time-series collection: 'timeseries'");
  if (series !== undefined && current instanceof Map) options.set('timeseries', widenTimeSeries(current, series));
  const images = args.document('changeStreamPreAndPostImages');
  if (images !== undefined && collection.timeseries !== undefined)
    throw new MongoError(72, "option not supported on a time-series collection: 'changeStreamPreAndPostImages'");
  if (images !== undefined) setImages(options, images, namespace);
  const asked = [size, max, expiry, series, images].some((each) => each !== undefined);
  return asked ? options : undefined;
}

function setExpiry(options: Doc, collection: CollectionInfo, value: Value): void {
  if (collection.timeseries === undefined && collection.clustered === undefined)
    throw new MongoError(72, "'expireAfterSeconds' is only supported on time-series and clustered collections");
  if (value === 'off') options.delete('expireAfterSeconds');
  else options.set('expireAfterSeconds', BigInt(readExpiry(value)));
}

const INDEX_FIELDS = ['name', 'keyPattern', 'expireAfterSeconds', 'hidden'];

function modifyIndex(unit: Unit, collection: CollectionInfo, spec: Doc, namespace: string): ReplyObject {
  for (const name of spec.keys()) {
    if (name === 'unique' || name === 'prepareUnique') throw unsupported(`The option "${name}" of collMod`);
    if (!INDEX_FIELDS.includes(name))
      throw new MongoError(40415, `BSON field 'collMod.index.${name}' is an unknown field.`);
  }
  const index = findIndex(collection, spec, namespace);
  const [expiry, hidden] = [spec.get('expireAfterSeconds'), spec.get('hidden')];
  if (expiry === undefined && hidden === undefined)
    throw new MongoError(72, 'no expireAfterSeconds, hidden, unique, or prepareUnique field');
  const definition: Doc = new Map(index.definition);
  const reply: Record<string, ReplyObject[string]> = {};
  if (expiry !== undefined) {
    const [before, after] = exchangeExpiry(definition, expiry);
    Object.assign(reply, { expireAfterSeconds_old: before, expireAfterSeconds_new: after });
  }
  if (hidden !== undefined && isTrue(hidden) !== index.hidden) {
    definition.delete('hidden');
    if (!index.hidden) definition.set('hidden', true);
    Object.assign(reply, { hidden_old: index.hidden, hidden_new: !index.hidden });
  }
  changeIndex(unit, collection, index, definition);
  return reply;
}

/** Throws 27, 72 and 181. */
function findIndex(collection: CollectionInfo, spec: Doc, namespace: string): IndexInfo {
  const [name, key] = [spec.get('name'), spec.get('keyPattern')];
  if (name !== undefined && key !== undefined) throw new MongoError(72, 'Cannot specify both key pattern and name.');
  if (name === undefined && key === undefined)
    throw new MongoError(72, 'Must specify either index name or key pattern.');
  const pattern = key instanceof Map ? key : undefined;
  const isId = name === '_id_' || (pattern !== undefined && isIdIndex(new Map([['key', pattern]])));
  if (isId && spec.has('hidden')) throw new MongoError(2, "can't hide _id index");
  const found = collection.indexes.filter((index) =>
    pattern === undefined ? index.name === name : samePattern(index.definition.get('key') as Doc, pattern),
  );
  if (found.length > 1)
    throw new MongoError(181, `index keyPattern matches ${found.length} indexes, must use index name`);
  if (found[0] === undefined)
    throw new MongoError(27, `cannot find index ${typeof name === 'string' ? name : 'by key'} for ns ${namespace}`);
  return found[0];
}

/** Also makes a TTL index of one that was none, as MongoDB does since 5.1. */
function exchangeExpiry(definition: Doc, value: Value): [before: number | undefined, after: number] {
  const seconds = toNumber(value);
  if (seconds === undefined) throw new MongoError(72, 'expireAfterSeconds field must be a number');
  if ((definition.get('key') as Doc).size > 1)
    throw new MongoError(67, 'TTL indexes are single-field indexes, compound indexes do not support TTL');
  const after = readExpiry(value);
  const before = toNumber(definition.get('expireAfterSeconds'));
  definition.set('expireAfterSeconds', new Int32(after));
  return [before, after];
}

function isTrue(value: Value): boolean {
  return value === true || (toNumber(value) ?? 0) !== 0;
}
