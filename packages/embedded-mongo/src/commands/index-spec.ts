import { Int32 } from 'bson';
import { MongoError, unsupported } from '../errors.js';
import { compileFilter } from '../matcher/index.js';
import type { Doc, Value } from '../values/types.js';
import { toNumber } from './arguments.js';
import { assertSimpleCollation } from './statement-options.js';

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
];
const UNSUPPORTED = [
  'weights',
  'default_language',
  'language_override',
  'textIndexVersion',
  '2dsphereIndexVersion',
  'bits',
  'min',
  'max',
  'bucketSize',
  'wildcardProjection',
  'storageEngine',
  'prepareUnique',
  'clustered',
];
const MAX_EXPIRY_SECONDS = 2_147_483_647;

/** Checks the definition of an index and gives it as it is stored and listed. Throws 67, 72, 197 and 238. */
export function readIndexSpec(spec: Doc): Doc {
  for (const name of spec.keys()) {
    if (UNSUPPORTED.includes(name)) throw unsupported(`The index option "${name}"`);
    if (!KNOWN.includes(name)) throw new MongoError(197, `The field '${name}' is not valid for an index specification`);
  }
  assertSimpleCollation(spec.get('collation'));
  if (isSet(spec.get('hidden'))) throw unsupported('The index option "hidden"');
  const key = spec.get('key');
  if (!(key instanceof Map) || key.size === 0) throw new MongoError(67, 'Index keys cannot be empty.');
  for (const [path, kind] of key) assertKeyField(path, kind);
  const definition: Doc = new Map<string, Value>([
    ['v', new Int32(2)],
    ['key', key],
    ['name', nameOf(spec, key)],
  ]);
  if (isSet(spec.get('unique'))) definition.set('unique', true);
  if (isSet(spec.get('sparse'))) definition.set('sparse', true);
  copyPartialFilter(spec, definition);
  copyExpiry(spec, key, definition);
  return definition;
}

/** True for the definition of the index that exists anyway. */
export function isIdIndex(definition: Doc): boolean {
  const key = definition.get('key') as Doc;
  return key.size === 1 && toNumber(key.get('_id')) === 1;
}

/** The name MongoDB makes up: `a_1_b_-1`. */
function nameOf(spec: Doc, key: Doc): string {
  const name = spec.get('name');
  if (typeof name === 'string' && name !== '' && name !== '*') return name;
  if (name !== undefined) throw new MongoError(67, 'The index name must be a text other than "" and "*"');
  return [...key].map(([path, direction]) => `${path}_${toNumber(direction) ?? ''}`).join('_');
}

function assertKeyField(path: string, kind: Value): void {
  if (typeof kind === 'string') throw unsupported(`An index of the kind "${kind}"`);
  const direction = toNumber(kind);
  if (direction === undefined || direction === 0 || Number.isNaN(direction)) {
    throw new MongoError(
      67,
      `Values in v:2 index key pattern must be numbers other than 0 or kinds of index, field ${path}`,
    );
  }
  if (path.includes('$**')) throw unsupported('A wildcard index');
  const parts = path.split('.');
  if (parts.some((part) => part === '')) throw new MongoError(67, 'Index keys cannot contain an empty field.');
  if (parts.some((part) => part.startsWith('$') && !['$id', '$ref', '$db'].includes(part))) {
    throw new MongoError(67, "Index key contains an illegal field name: field name starts with '$'.");
  }
}

function copyPartialFilter(spec: Doc, definition: Doc): void {
  const filter = spec.get('partialFilterExpression');
  if (filter === undefined) return;
  if (!(filter instanceof Map)) throw new MongoError(14, "'partialFilterExpression' must be an object");
  if (definition.has('sparse')) throw new MongoError(67, 'cannot mix "partialFilterExpression" and "sparse" options');
  compileFilter(filter);
  definition.set('partialFilterExpression', filter);
}

function copyExpiry(spec: Doc, key: Doc, definition: Doc): void {
  const expiry = spec.get('expireAfterSeconds');
  if (expiry === undefined) return;
  const seconds = toNumber(expiry);
  if (seconds === undefined || Number.isNaN(seconds) || seconds < 0 || seconds > MAX_EXPIRY_SECONDS) {
    throw new MongoError(67, `TTL index 'expireAfterSeconds' option must be within 0 to ${MAX_EXPIRY_SECONDS}`);
  }
  if (key.size > 1 || key.has('_id')) throw new MongoError(67, 'TTL indexes are single-field indexes, not on _id');
  definition.set('expireAfterSeconds', new Int32(Math.trunc(seconds)));
}

function isSet(value: Value | undefined): boolean {
  return value === true || (toNumber(value) ?? 0) !== 0;
}
