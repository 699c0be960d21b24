import { MongoError } from '../errors.js';
import { encodeKey } from '../keys/encode.js';
import type { KeyField } from '../keys/encode.js';
import { extractKeys } from '../keys/extract.js';
import type { Filter } from '../matcher/index.js';
import type { ResolvedHint } from '../planner/plan-query.js';
import type { Doc } from '../values/types.js';
import type { Arguments } from './arguments.js';

const ID_FIELDS: readonly KeyField[] = [['_id', 1]];

/**
 * The filter of a find narrowed by its options `min` (inclusive) and `max` (exclusive): keys of the hinted index,
 * compared as a whole and in the order of the index. A document with several keys is in when one of them is. Throws
 * 51173 without a hint, 51174 when the index has other fields, 51175 when nothing can lie between, 51176 when the two
 * name different fields.
 *
 * @param collated true when strings are compared by a collation, which no index has
 */
export function withinBounds(
  filter: Filter,
  args: Arguments,
  hint: ResolvedHint | undefined,
  collated: boolean,
): Filter {
  const min = bound(args, 'min');
  const max = bound(args, 'max');
  if (min === undefined && max === undefined) return filter;
  if (min !== undefined && max !== undefined && !sameFields([...min.keys()], [...max.keys()]))
    throw new MongoError(51176, 'min and max must have the same field names');
  const fields = hintedFields(hint);
  if (fields === undefined)
    throw new MongoError(51173, 'When using min()/max() a hint of which index to use must be provided');
  const lower = encodeBound(min, fields, collated);
  const upper = encodeBound(max, fields, collated);
  if (lower !== undefined && upper !== undefined && lower.compare(upper) >= 0)
    throw new MongoError(51175, 'The value provided for min() does not come before the value provided for max()');
  const isWithin = (key: Buffer): boolean =>
    (lower === undefined || lower.compare(key) <= 0) && (upper === undefined || upper.compare(key) > 0);
  return {
    ...filter,
    matches: (doc, position) => filter.matches(doc, position) && extractKeys(doc, fields).keys.some(isWithin),
    ...(filter.fields === undefined ? {} : { fields: new Set([...filter.fields, ...fields.map(rootOf)]) }),
  };
}

function bound(args: Arguments, name: string): Doc | undefined {
  const value = args.document(name);
  return value === undefined || value.size === 0 ? undefined : value;
}

function hintedFields(hint: ResolvedHint | undefined): readonly KeyField[] | undefined {
  if (hint === 'id') return ID_FIELDS;
  if (hint === undefined || !('index' in hint)) return undefined;
  // Keys of a hashed index, and of one that keeps a collation, do not stand in the order of values.
  if (hint.index.unlisted || hint.index.hashed.length > 0) throw incompatible();
  return hint.index.fields;
}

function encodeBound(bound: Doc | undefined, fields: readonly KeyField[], collated: boolean): Buffer | undefined {
  if (bound === undefined) return undefined;
  const names = fields.map(([path]) => path);
  if (collated || !sameFields([...bound.keys()], names)) throw incompatible();
  return encodeKey(
    [...bound.values()],
    fields.map(([, direction]) => direction),
  );
}

function sameFields(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}

function rootOf([path]: KeyField): string {
  return path.split('.', 1)[0] as string;
}

function incompatible(): MongoError {
  return new MongoError(51174, 'The index chosen is not compatible with min/max');
}
