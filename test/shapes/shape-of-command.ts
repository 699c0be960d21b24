import type { Document } from 'mongodb';

/** What a command asks for, its values replaced by their types: `?string`, `?date`, `?objectId`. */
export interface RawShape {
  readonly command: string;
  readonly collection: string;
  readonly [part: string]: unknown;
}

/** Arguments whose values say what is done; the others (sessions, batch sizes) say how. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  find: ['filter', 'sort', 'projection', 'skip', 'limit', 'singleBatch', 'collation'],
  count: ['query', 'skip', 'limit'],
  distinct: ['key', 'query'],
  aggregate: ['pipeline', 'collation'],
  findAndModify: ['query', 'sort', 'update', 'remove', 'new', 'upsert', 'fields', 'arrayFilters'],
};
/** Names below which text and numbers are part of the question, not values. */
const WORDS = new Set([
  'as',
  'boundaries',
  'coll',
  'format',
  'foreignField',
  'from',
  'fields',
  'includeArrayIndex',
  'into',
  'localField',
  'on',
  'path',
  'projection',
  'sort',
  'startOfWeek',
  'timezone',
  'unit',
  'whenMatched',
  'whenNotMatched',
  'window',
  '$arrayElemAt',
  '$convert',
  '$limit',
  '$meta',
  '$project',
  '$size',
  '$slice',
  '$sort',
  '$type',
  '$unset',
]);

/** The shapes that one command consists of: one for each statement of an update or delete, each index created. */
export function shapesOf(name: string, command: Document): RawShape[] {
  const collection: unknown = command[name];
  if (typeof collection !== 'string') return [];
  switch (name) {
    case 'insert':
      return [{ command: name, collection }];
    case 'update':
      return statements(command['updates']).map(({ q, u, multi, upsert, arrayFilters }) => ({
        command: name,
        collection,
        ...defined({
          q: typed(q),
          u: typed(u),
          multi: said(multi),
          upsert: said(upsert),
          arrayFilters: typed(arrayFilters),
        }),
      }));
    case 'delete':
      return statements(command['deletes']).map(({ q, limit }) => ({
        command: name,
        collection,
        ...defined({ q: typed(q), limit: limit as unknown }),
      }));
    case 'createIndexes':
      return statements(command['indexes']).map(({ key, unique, sparse, partialFilterExpression }) => ({
        command: name,
        collection,
        ...defined({
          key: kept(key),
          unique: said(unique),
          sparse: said(sparse),
          partial: kept(partialFilterExpression),
        }),
      }));
    default: {
      const parts = PARTS[name];
      if (parts === undefined) return [];
      const shape = Object.fromEntries(
        parts.map((part) => [part, typed(command[part], WORDS.has(part) || part === 'key')]),
      );
      return [{ command: name, collection, ...defined(shape) }];
    }
  }
}

function statements(list: unknown): Document[] {
  return Array.isArray(list) ? (list as Document[]) : [];
}

function said(flag: unknown): true | undefined {
  return flag === true ? true : undefined;
}

function defined(parts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}

/** A value as plain JSON. */
function kept(value: unknown): unknown {
  const asObject = (_name: string, part: unknown): unknown => (part instanceof Map ? Object.fromEntries(part) : part);
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value, asObject)) as unknown);
}

/** The structure of a value: documents keep their names, lists one element of each kind, everything else its type. */
function typed(value: unknown, isWord = false): unknown {
  if (value === undefined || value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return isWord || value.startsWith('$') ? value : '?string';
  if (typeof value === 'number') {
    if (isWord) return value;
    return Number.isInteger(value) ? '?int' : '?double';
  }
  if (typeof value === 'bigint') return '?long';
  if (value instanceof Date) return '?date';
  if (value instanceof RegExp) return '?regex';
  if (value instanceof Uint8Array) return '?binary';
  if (Array.isArray(value)) return typedList(value, isWord);
  const kind = (value as { readonly _bsontype?: string })._bsontype;
  if (kind !== undefined) return `?${kind[0]?.toLowerCase()}${kind.slice(1)}`;
  const { toBSON } = value as { readonly toBSON?: () => unknown };
  if (toBSON !== undefined) return typed(toBSON.call(value), isWord);
  const entries = value instanceof Map ? [...(value as Map<string, unknown>)] : Object.entries(value);
  return Object.fromEntries(entries.map(([name, part]) => [name, typed(part, isWord || WORDS.has(name))]));
}

function typedList(list: readonly unknown[], isWord: boolean): unknown[] {
  const parts = list.map((item) => typed(item, isWord));
  const areValues = parts.every((part) => typeof part === 'string' && part.startsWith('?'));
  if (!areValues)
    return parts.length > 20
      ? [...new Set(parts.map((part) => JSON.stringify(part)))].map((t) => JSON.parse(t) as unknown)
      : parts;
  return [...new Set(parts)].sort();
}
