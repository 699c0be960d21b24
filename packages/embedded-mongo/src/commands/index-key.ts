import { MongoError, unsupported } from '../errors.js';
import type { Doc, Value } from '../values/types.js';
import { toNumber } from './arguments.js';

/** Kinds that MongoDB has and this engine has not. */
const UNSUPPORTED_KINDS = [
  'text',
  '2d',
  '2dsphere',
  '2dsphere_bucket',
  'geoHaystack',
  'columnstore',
  'queryable_encrypted_range',
];
const REFERENCE_FIELDS = ['$id', '$ref', '$db'];

/** Checks the key pattern of an index. Throws 67, and 238 for kinds that are not supported. */
export function assertIndexKey(key: Doc): void {
  if (key.size === 0) throw new MongoError(67, 'Index keys cannot be empty.');
  for (const [path, kind] of key) {
    assertKind(kind);
    assertPath(path);
  }
  const hashed = [...key.values()].filter((kind) => kind === 'hashed').length;
  if (hashed > 1)
    throw new MongoError(31303, `A maximum of one index field is allowed to be hashed but found ${hashed} for 'key'`);
  const wildcards = [...key.keys()].filter((path) => isWildcardPath(path)).length;
  if (wildcards > 1) throw new MongoError(67, 'wildcard indexes do not allow more than one wildcard field');
}

/** Whether the pattern holds `$**`, alone or at the end of a path. */
export function isWildcard(key: Doc): boolean {
  return [...key.keys()].some((path) => isWildcardPath(path));
}

function isWildcardPath(path: string): boolean {
  return path === '$**' || path.endsWith('.$**');
}

function assertKind(kind: Value): void {
  if (kind === 'hashed') return;
  if (typeof kind === 'string') {
    if (UNSUPPORTED_KINDS.includes(kind)) throw unsupported(`An index of the kind "${kind}"`);
    throw new MongoError(67, `Unknown index plugin '${kind}'`);
  }
  const direction = toNumber(kind);
  if (direction === undefined || direction === 0 || Number.isNaN(direction)) {
    throw new MongoError(
      67,
      'Values in v:2 index key pattern must be numbers > 0, numbers < 0, or strings that name a kind of index',
    );
  }
}

function assertPath(path: string): void {
  const parts = path.split('.');
  if (parts.some((part) => part === '')) {
    throw new MongoError(
      67,
      path === '' ? 'Index keys cannot be an empty field.' : 'Index keys cannot contain an empty field.',
    );
  }
  const named = isWildcardPath(path) ? parts.slice(0, -1) : parts;
  const illegal = named.some((part, i) => part.startsWith('$') && !(i > 0 && REFERENCE_FIELDS.includes(part)));
  if (illegal) throw new MongoError(67, "Index key contains an illegal field name: field name starts with '$'.");
}
