import { Int32 } from 'bson';
import { MongoError, unsupported } from '../errors.js';
import type { CollectionInfo } from '../store/catalog.js';
import { compareTextOf } from '../values/collation.js';
import type { Doc, Value } from '../values/types.js';
import { toNumber } from './arguments.js';
import { completeCollation } from './complete-collation.js';
import { assertIndexKey, isWildcard } from './index-key.js';
import { assertPartialFilter } from './partial-filter.js';

const KNOWN = [
  'v',
  'key',
  'name',
  'ns',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'background',
  'collation',
  'hidden',
  'wildcardProjection',
  'storageEngine',
  'dropDups',
];
const UNSUPPORTED = [
  'weights',
  'default_language',
  'language_override',
  'textIndexVersion',
  '2dsphereIndexVersion',
  'coarsestIndexedLevel',
  'finestIndexedLevel',
  'bits',
  'min',
  'max',
  'bucketSize',
  'prepareUnique',
  'clustered',
];
const ID_INDEX_FIELDS = ['v', 'key', 'name', 'ns', 'collation'];
const MAX_EXPIRY_SECONDS = 2_147_483_647;

/**
 * Checks the definition of an index and gives it as it is stored and listed. `collection` is the one it is for: an
 * index without a collation has that of its collection. Throws 2, 9, 14, 67, 72, 197 and 238.
 */
export function readIndexSpec(spec: Doc, collection?: CollectionInfo): Doc {
  for (const name of spec.keys()) {
    if (UNSUPPORTED.includes(name)) throw unsupported(`The index option "${name}"`);
    if (!KNOWN.includes(name)) {
      throw new MongoError(197, `The field '${name}' is not valid for an index specification`);
    }
  }
  const key = spec.get('key');
  if (key === undefined) throw new MongoError(9, "The 'key' field is a required property of an index specification");
  if (!(key instanceof Map)) throw new MongoError(14, "The field 'key' must be an object");
  assertIndexKey(key);
  const definition: Doc = new Map<string, Value>([
    ['v', versionOf(spec)],
    ['key', key],
    ['name', nameOf(spec)],
  ]);
  if (isIdIndex(definition)) assertIdIndex(spec);
  if (isSet(spec, 'unique')) definition.set('unique', true);
  if (isSet(spec, 'sparse')) definition.set('sparse', true);
  if (isSet(spec, 'hidden')) definition.set('hidden', true);
  copyPartialFilter(spec, definition);
  copyExpiry(spec, key, definition);
  copyCollation(spec, definition, collection);
  copyWildcardProjection(spec, key, definition);
  assertKindAllows(key, definition);
  return definition;
}

/** True for the definition of the index that exists anyway, and for its reverse, which MongoDB refuses. */
export function isIdIndex(definition: Doc): boolean {
  const key = definition.get('key') as Doc;
  const direction = toNumber(key.get('_id'));
  return key.size === 1 && (direction === 1 || direction === -1);
}

function assertIdIndex(spec: Doc): void {
  const direction = toNumber((spec.get('key') as Doc).get('_id'));
  if (direction !== 1)
    throw new MongoError(2, `The field 'key' for an _id index must be {_id: 1}, but got { _id: ${direction} }`);
  for (const name of spec.keys()) {
    if (name === 'hidden' && isSet(spec, 'hidden')) throw new MongoError(2, "can't hide _id index");
    if (!ID_INDEX_FIELDS.includes(name))
      throw new MongoError(197, `The field '${name}' is not valid for an _id index specification.`);
  }
}

function versionOf(spec: Doc): Value {
  const version = spec.get('v');
  const number = toNumber(version);
  if (version !== undefined && number !== 1 && number !== 2)
    throw new MongoError(67, `Invalid index specification: 'v' must be 1 or 2`);
  return new Int32(number ?? 2);
}

function nameOf(spec: Doc): string {
  const name = spec.get('name');
  if (name === undefined) throw new MongoError(9, "The 'name' field is a required property of an index specification");
  if (typeof name !== 'string') throw new MongoError(14, "The field 'name' must be a string");
  if (name === '' || name === '*' || name.includes('\0'))
    throw new MongoError(67, `The index name '${name}' is not valid`);
  return name;
}

function copyPartialFilter(spec: Doc, definition: Doc): void {
  const filter = spec.get('partialFilterExpression');
  if (filter === undefined) return;
  if (!(filter instanceof Map)) throw new MongoError(14, "The field 'partialFilterExpression' must be an object");
  if (definition.has('sparse')) throw new MongoError(67, 'cannot mix "partialFilterExpression" and "sparse" options');
  assertPartialFilter(filter);
  definition.set('partialFilterExpression', filter);
}

function copyExpiry(spec: Doc, key: Doc, definition: Doc): void {
  const expiry = spec.get('expireAfterSeconds');
  if (expiry === undefined) return;
  const seconds = toNumber(expiry);
  if (seconds === undefined) throw new MongoError(14, "The field 'expireAfterSeconds' must be a number");
  if (Number.isNaN(seconds) || seconds < 0 || seconds > MAX_EXPIRY_SECONDS) {
    throw new MongoError(67, `TTL index 'expireAfterSeconds' option must be within 0 to ${MAX_EXPIRY_SECONDS}`);
  }
  if (key.size > 1)
    throw new MongoError(67, 'TTL indexes are single-field indexes, compound indexes do not support TTL');
  definition.set('expireAfterSeconds', new Int32(Math.trunc(seconds)));
}

function copyCollation(spec: Doc, definition: Doc, collection: CollectionInfo | undefined): void {
  const collation = spec.get('collation');
  if (collation === undefined) {
    const inherited = collection?.options.get('collation');
    if (inherited !== undefined) definition.set('collation', inherited);
    return;
  }
  if (!(collation instanceof Map)) throw new MongoError(14, "The field 'collation' must be an object");
  if (collation.size === 0) throw new MongoError(2, "The field 'collation' cannot be an empty object.");
  if (compareTextOf(collation) !== undefined) definition.set('collation', completeCollation(collation));
}

function copyWildcardProjection(spec: Doc, key: Doc, definition: Doc): void {
  const projection = spec.get('wildcardProjection');
  if (projection === undefined) return;
  if (!(projection instanceof Map) || projection.size === 0)
    throw new MongoError(9, "The 'wildcardProjection' field must be a non-empty object");
  if (!key.has('$**')) {
    throw new MongoError(2, "The field 'wildcardProjection' is only allowed when 'key' is {\"$**\": ±1}");
  }
  definition.set('wildcardProjection', projection);
}

/** What wildcard and hashed indexes cannot be. Throws 67 and 16764. */
function assertKindAllows(key: Doc, definition: Doc): void {
  if (isWildcard(key)) {
    for (const option of ['sparse', 'unique']) {
      if (definition.has(option))
        throw new MongoError(67, `Index type 'wildcard' does not support the ${option} option`);
    }
    if (definition.has('expireAfterSeconds')) throw new MongoError(67, "Index type 'wildcard' cannot be a TTL index");
  }
  if (definition.has('unique') && [...key.values()].includes('hashed'))
    throw new MongoError(16764, 'Currently hashed indexes cannot guarantee uniqueness. Use a regular index.');
}

/** Booleans and numbers only. Throws 14. */
function isSet(spec: Doc, option: string): boolean {
  const value = spec.get(option) ?? undefined;
  if (value === undefined || typeof value === 'boolean') return value === true;
  const number = toNumber(value);
  if (number === undefined)
    throw new MongoError(
      14,
      `The field '${option}' has value ${option}: of a wrong type, which is not convertible to bool`,
    );
  return number !== 0;
}
