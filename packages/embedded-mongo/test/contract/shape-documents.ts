import type { Document } from 'mongodb';
import { isDocument } from './plain-model.js';

/** A shape of the list: a command whose values are marks of types (`?string`). */
export interface Shape {
  readonly command: string;
  readonly indexes: readonly {
    readonly key: Document;
    readonly unique?: true;
    readonly sparse?: true;
    readonly partial?: Document;
  }[];
  readonly filter?: Document;
  readonly q?: Document;
  readonly query?: Document;
  readonly pipeline?: Document[];
  readonly sort?: Document;
  readonly projection?: Document;
  readonly skip?: unknown;
  readonly limit?: unknown;
  readonly u?: Document;
  readonly update?: Document;
  readonly multi?: true;
  readonly upsert?: boolean;
  readonly remove?: boolean;
  readonly new?: boolean;
  readonly key?: string;
}

const DAY = 86_400_000;
/** Values of each type, in order; the middle one is what the shapes ask for. */
const POOLS: Readonly<Record<string, readonly unknown[]>> = {
  '?string': ['k1', 'k2', 'k3'],
  '?int': [1, 2, 3],
  '?double': [1.5, 2.5, 3.5],
  '?date': [new Date(DAY), new Date(2 * DAY), new Date(3 * DAY)],
  '?bool': [true, false],
};
const IDS = ['id1', 'id2', 'id3'];
const DOCUMENTS = 24;

/** Puts values in the place of their marks. */
export function filled(part: unknown, at = '', inList = false): unknown {
  if (Array.isArray(part))
    return (part as unknown[]).flatMap((item) => (inList ? pool(item, at).slice(0, 2) : [filled(item, at)]));
  if (isDocument(part)) {
    return Object.fromEntries(
      Object.entries(part).map(([name, inner]) => {
        const path = name.startsWith('$') ? at : name;
        return [name, filled(inner, path, name === '$in' || name === '$nin')];
      }),
    );
  }
  return typeof part === 'string' && part.startsWith('?') ? pool(part, at)[1] : part;
}

function pool(mark: unknown, path: string): readonly unknown[] {
  if (mark === '?regex') return [/^k/, /^k[23]/, /x/];
  if (typeof mark !== 'string' || !mark.startsWith('?')) return [mark];
  if (path === '_id') return IDS;
  const values = POOLS[mark];
  if (values === undefined) throw new Error(`no values for ${mark}`);
  return values;
}

/** The types that the fields of a shape have: by path, the mark of a type, or `list`. */
function typesOf(shape: Shape): Map<string, string> {
  const types = new Map<string, string>();
  const note = (path: string, type: string): void => {
    if (path === '' || path === '_id' || types.get(path) === 'list') return;
    if (!types.has(path) || types.get(path) === '?any') types.set(path, type);
  };
  const walk = (part: unknown, path: string): void => {
    if (Array.isArray(part)) for (const item of part) walk(item, path);
    else if (isDocument(part)) {
      for (const [name, inner] of Object.entries(part)) {
        if (name === '$push' || name === '$addToSet' || name === '$pull') {
          if (isDocument(inner)) for (const list of Object.keys(inner)) types.set(list, 'list');
        } else if (name.startsWith('$')) walk(inner, path);
        else walk(inner, name);
      }
    } else if (typeof part === 'boolean') note(path, '?bool');
    else if (typeof part === 'string' && part.startsWith('?')) note(path, part === '?regex' ? '?string' : part);
    else if (typeof part === 'string' && part.startsWith('$') && !part.startsWith('$$')) note(part.slice(1), '?any');
    else note(path, '?any');
  };
  walk(shape.u ?? shape.update, '');
  for (const part of [shape.filter, shape.q, shape.query]) walk(part, '');
  for (const stage of shape.pipeline ?? []) {
    walk(stage['$match'], '');
    // Names of results are no fields.
    const group = (stage['$group'] ?? {}) as Document;
    for (const part of Object.values(group)) walk(part, '');
    compared(group, note);
  }
  for (const path of [
    ...Object.keys(shape.sort ?? {}),
    ...Object.keys(shape.projection ?? {}),
    ...(shape.key === undefined ? [] : [shape.key]),
  ])
    note(path, '?any');
  for (const index of shape.indexes) for (const path of Object.keys(index.key)) note(path, '?any');
  return types;
}

/** Fields that expressions compare with a value are of its type. */
function compared(part: unknown, note: (path: string, type: string) => void): void {
  if (Array.isArray(part)) {
    const [path, mark] = part as unknown[];
    if (typeof path === 'string' && path.startsWith('$') && typeof mark === 'string' && mark.startsWith('?'))
      note(path.slice(1), mark);
    for (const item of part) compared(item, note);
  } else if (isDocument(part)) for (const inner of Object.values(part)) compared(inner, note);
}

/** Numbers that are added to must be numbers. */
function increments(shape: Shape): ReadonlySet<string> {
  const update = shape.u ?? shape.update ?? {};
  return new Set(Object.keys((update['$inc'] ?? {}) as Document));
}

/** Documents of which some match the shape, some differ in one field, some lack it or have null there. */
export function documentsFor(shape: Shape): Document[] {
  const types = typesOf(shape);
  const added = increments(shape);
  // Longer paths first: what lies in a document is not overwritten by a value for the whole.
  const paths = [...types.keys()].sort((a, b) => b.split('.').length - a.split('.').length || (a < b ? -1 : 1));
  return Array.from({ length: DOCUMENTS }, (_, i) => {
    const doc: Document = { _id: i < IDS.length ? IDS[i] : `doc${i}` };
    paths.forEach((path, k) => {
      const type = types.get(path) as string;
      const values =
        type === 'list' ? [['k1'], ['k1', 'k2'], []] : (POOLS[type === '?any' ? '?int' : type] as unknown[]);
      // Every document differs from the wanted values in some fields, each in others; three in none.
      const turn = i < 3 ? 1 : (i * 7 + k * 5 + ((i * k) % 3)) % 9;
      if (turn === 8) return;
      const value = turn === 7 ? null : turn < 4 ? values[1] : values[turn % values.length];
      if (value === null && (added.has(path) || type === 'list')) return;
      setAt(doc, path.split('.'), value);
    });
    return doc;
  });
}

function setAt(doc: Document, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    if (!(name in doc)) doc[name] = value;
    return;
  }
  const inner: unknown = (doc[name] ??= {});
  if (isDocument(inner)) setAt(inner, rest, value);
}
