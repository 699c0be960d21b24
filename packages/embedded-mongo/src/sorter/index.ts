import { MongoError, unsupported } from '../errors.js';
import type { Direction, KeyField } from '../keys/encode.js';
import { keyTuples } from '../keys/key-tuples.js';
import { compareTextOf } from '../values/collation.js';
import { compareValues } from '../values/compare.js';
import { describeValue } from '../values/describe.js';
import { isNumeric } from '../values/kinds.js';
import { toDouble } from '../values/numbers.js';
import type { Doc, Value } from '../values/types.js';

/** What a document sorts by: one value per key. */
export type SortKey = readonly Value[];

export interface Sort {
  readonly compare: (a: Doc, b: Doc) => number;
  /** The sort key of a document, for callers that compare it often. */
  readonly sortKey: (doc: Doc) => SortKey;
  readonly compareKeys: (a: SortKey, b: SortKey) => number;
  readonly keys: readonly KeyField[];
  /** Strings stand in the order of a collation, which no index has. */
  readonly collated: boolean;
  /** Top-level fields that `compare` reads. */
  readonly fields: ReadonlySet<string>;
}

/**
 * Compiles a sort specification. Arrays sort by their least (1) or greatest (-1) element, an empty array
 * below null; two parallel arrays throw 2. A direction other than 1 and -1 throws 15975, a collation of
 * a strength other than 1 and 2 throws 238.
 */
export function compileSort(spec: Doc, options: { readonly collation?: Doc } = {}): Sort {
  const text = compareTextOf(options.collation);
  const keys: KeyField[] = [];
  for (const [path, direction] of spec) keys.push([checkPath(path), parseDirection(path, direction)]);
  const paths = keys.map(([path]) => path.split('.'));
  const directions = keys.map(([, direction]) => direction);

  const compareKeys = (a: SortKey, b: SortKey): number => {
    for (let i = 0; i < directions.length; i++) {
      const c = compareValues(a[i], b[i], text);
      if (c !== 0) return directions[i] === 1 ? c : -c;
    }
    return 0;
  };
  const sortKey = (doc: Doc): SortKey => plainKey(doc, paths) ?? leastKey(doc, paths, compareKeys);
  return {
    keys,
    collated: text !== undefined,
    fields: new Set(paths.map((p) => p[0] as string)),
    sortKey,
    compareKeys,
    compare: (a, b) => compareKeys(sortKey(a), sortKey(b)),
  };
}

/** The key of a document without arrays on the paths; undefined where there is one. */
function plainKey(doc: Doc, paths: readonly (readonly string[])[]): SortKey | undefined {
  const key: Value[] = [];
  for (const path of paths) {
    let at: Value | undefined = doc;
    for (const name of path) {
      if (!(at instanceof Map)) {
        at = undefined;
        break;
      }
      at = at.get(name);
      if (Array.isArray(at)) return undefined;
    }
    key.push(at === undefined ? null : at);
  }
  return key;
}

function leastKey(
  doc: Doc,
  paths: readonly (readonly string[])[],
  compare: (a: SortKey, b: SortKey) => number,
): SortKey {
  let least: SortKey | undefined;
  for (const tuple of keyTuples(doc, paths, 2).tuples) {
    const key = tuple.map((v) => (v === undefined ? null : v));
    if (least === undefined || compare(key, least) < 0) least = key;
  }
  return least ?? [];
}

function checkPath(path: string): string {
  if (path.startsWith('$')) throw unsupported(`Sorting by ${path}`);
  if (path === '' || path.split('.').includes('')) {
    throw new MongoError(15998, 'FieldPath field names may not be empty strings.');
  }
  return path;
}

function parseDirection(path: string, v: Value): Direction {
  if (v instanceof Map) {
    if (v.has('$meta')) throw unsupported('Sorting by $meta');
    throw new MongoError(17312, '$meta is the only expression supported by $sort right now');
  }
  if (!isNumeric(v)) {
    throw new MongoError(15974, `Illegal key in $sort specification: ${path}: ${describeValue(v)}`);
  }
  const n = toDouble(v);
  if (n !== 1 && n !== -1)
    throw new MongoError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
  return n;
}
