import type { Document } from 'mongodb';

/*
 * A second, naive reading of MongoDB's rules for the few operators that the shapes use. It shares nothing with the
 * engine. What it does not know it refuses, so that the list of shapes cannot outgrow it.
 */

export function unknown(what: string): Error {
  return new Error(`the plain model does not know ${what}`);
}

export function isDocument(v: unknown): v is Document {
  return typeof v === 'object' && v !== null && !Array.isArray(v) && !(v instanceof Date);
}

/** All values that a path meets, arrays and their elements both. */
function met(v: unknown, names: readonly string[]): unknown[] {
  const [name, ...rest] = names;
  if (name === undefined) return Array.isArray(v) ? [v, ...(v as unknown[])] : [v];
  if (Array.isArray(v)) return v.filter(isDocument).flatMap((item) => met(item, names));
  return isDocument(v) ? met(v[name], rest) : [undefined];
}

const RANKS = ['nothing', 'number', 'string', 'object', 'array', 'boolean', 'date'];

function rank(v: unknown): number {
  if (v === undefined || v === null) return 0;
  if (Array.isArray(v)) return 4;
  if (v instanceof Date) return 6;
  return RANKS.indexOf(typeof v);
}

/** MongoDB's order of the types that the documents have; null and missing are one. */
export function order(a: unknown, b: unknown): number {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (rank(a) === 0) return 0;
  if (isDocument(a) || Array.isArray(a))
    return JSON.stringify(a) < JSON.stringify(b) ? -1 : Number(JSON.stringify(a) !== JSON.stringify(b));
  const [x, y] = [a, b] as [number, number];
  return x < y ? -1 : x > y ? 1 : 0;
}

export function equal(a: unknown, b: unknown): boolean {
  return order(a, b) === 0;
}

export function matches(doc: Document, filter: Document): boolean {
  return Object.entries(filter).every(([name, wanted]) => {
    switch (name) {
      case '$and':
        return (wanted as Document[]).every((part) => matches(doc, part));
      case '$or':
        return (wanted as Document[]).some((part) => matches(doc, part));
      case '$nor':
        return !(wanted as Document[]).some((part) => matches(doc, part));
    }
    if (name.startsWith('$')) throw unknown(name);
    const values = met(doc, name.split('.'));
    if (wanted instanceof RegExp) return values.some((v) => typeof v === 'string' && wanted.test(v));
    if (isDocument(wanted) && Object.keys(wanted)[0]?.startsWith('$') === true) {
      return Object.entries(wanted).every(([op, value]) => holds(values, op, value, wanted));
    }
    return values.some((v) => equal(v, wanted));
  });
}

function holds(values: readonly unknown[], op: string, value: unknown, all: Document): boolean {
  const compared = (accepts: (c: number) => boolean): boolean =>
    values.some((v) => rank(v) === rank(value) && accepts(order(v, value)));
  switch (op) {
    case '$eq':
      return values.some((v) => equal(v, value));
    case '$ne':
      return !values.some((v) => equal(v, value));
    case '$in':
      return values.some((v) => (value as unknown[]).some((w) => equal(v, w)));
    case '$nin':
      return !values.some((v) => (value as unknown[]).some((w) => equal(v, w)));
    case '$gt':
      return compared((c) => c > 0);
    case '$gte':
      return compared((c) => c >= 0);
    case '$lt':
      return compared((c) => c < 0);
    case '$lte':
      return compared((c) => c <= 0);
    case '$exists':
      return values.some((v) => v !== undefined) === value;
    case '$regex': {
      const regex =
        value instanceof RegExp ? value : new RegExp(value as string, all['$options'] as string | undefined);
      return values.some((v) => typeof v === 'string' && regex.test(v));
    }
    case '$options':
      return true;
    case '$elemMatch':
      return values.some(
        (v) => Array.isArray(v) && v.some((item) => isDocument(item) && matches(item, value as Document)),
      );
    default:
      throw unknown(op);
  }
}

/** The value that counts for sorting: the least of an array going up, the greatest going down. */
function sortValue(doc: Document, path: string, direction: number): unknown {
  const values = met(doc, path.split('.')).filter((v) => !Array.isArray(v));
  return values.reduce((best, v) => (order(v, best) * direction < 0 ? v : best), values[0]);
}

export function sortKey(doc: Document, sort: Document): unknown[] {
  return Object.entries(sort).map(([path, direction]) => sortValue(doc, path, direction as number));
}

export function sorted(docs: readonly Document[], sort: Document): Document[] {
  const directions = Object.values(sort) as number[];
  return [...docs].sort((a, b) => {
    const [x, y] = [sortKey(a, sort), sortKey(b, sort)];
    for (const [i, direction] of directions.entries()) {
      const c = order(x[i], y[i]) * direction;
      if (c !== 0) return c;
    }
    return 0;
  });
}

/** An expression of an aggregation; undefined is a missing field. */
function evaluate(doc: Document, expression: unknown): unknown {
  if (typeof expression === 'string' && expression.startsWith('$')) return valueAt(doc, expression.slice(1).split('.'));
  if (!isDocument(expression)) return expression;
  const [[op, argument] = ['', undefined]] = Object.entries(expression);
  if (!op.startsWith('$')) {
    const fields = Object.entries(expression).map(([name, part]) => [name, evaluate(doc, part)] as const);
    return Object.fromEntries(fields.filter(([, v]) => v !== undefined));
  }
  const parts = (): unknown[] => (argument as unknown[]).map((part) => evaluate(doc, part));
  const missing = (v: unknown): boolean => v === undefined || v === null;
  // In expressions a missing field is not null.
  const compare = (): number => {
    const [a, b] = parts();
    return a === undefined || b === undefined ? Number(b === undefined) - Number(a === undefined) : order(a, b);
  };
  switch (op) {
    case '$eq':
      return compare() === 0;
    case '$ne':
      return compare() !== 0;
    case '$gt':
      return compare() > 0;
    case '$gte':
      return compare() >= 0;
    case '$lt':
      return compare() < 0;
    case '$lte':
      return compare() <= 0;
    case '$and':
      return parts().every(truthy);
    case '$or':
      return parts().some(truthy);
    case '$not':
      return !truthy(parts()[0]);
    case '$in':
      return (parts()[1] as unknown[]).some((v) => equal(v, parts()[0]));
    case '$ifNull':
      return parts().find((v) => !missing(v));
    case '$cond': {
      const [test, yes, no] = Array.isArray(argument)
        ? (argument as unknown[])
        : [(argument as Document)['if'], (argument as Document)['then'], (argument as Document)['else']];
      return evaluate(doc, truthy(evaluate(doc, test)) ? yes : no);
    }
    case '$substrBytes':
    case '$substrCP': {
      const [text, start, length] = parts() as [string | null | undefined, number, number];
      return missing(text) ? '' : String(text).slice(start, start + length);
    }
    default:
      throw unknown(op);
  }
}

function truthy(v: unknown): boolean {
  return v !== undefined && v !== null && v !== false && v !== 0;
}

function valueAt(v: unknown, names: readonly string[]): unknown {
  const [name, ...rest] = names;
  if (name === undefined) return v;
  if (Array.isArray(v))
    return v
      .filter(isDocument)
      .map((item) => valueAt(item, names))
      .filter((x) => x !== undefined);
  return isDocument(v) ? valueAt(v[name], rest) : undefined;
}

export function aggregated(docs: readonly Document[], pipeline: readonly Document[]): Document[] {
  return pipeline.reduce<Document[]>(
    (input, stage) => {
      const [[name, spec] = ['', undefined]] = Object.entries(stage) as [string, Document][];
      switch (name) {
        case '$match':
          return input.filter((doc) => matches(doc, spec as Document));
        case '$sort':
          return sorted(input, spec as Document);
        case '$limit':
          return input.slice(0, spec as unknown as number);
        case '$group':
          return grouped(input, spec as Document);
        default:
          throw unknown(name);
      }
    },
    [...docs],
  );
}

function grouped(docs: readonly Document[], { _id: by, ...fields }: Document): Document[] {
  const groups = new Map<string, { id: unknown; docs: Document[] }>();
  for (const doc of docs) {
    const value = evaluate(doc, by);
    const id = value === undefined ? null : value;
    const key = `${rank(id)} ${JSON.stringify(id)}`;
    const group = groups.get(key) ?? { id, docs: [] };
    group.docs.push(doc);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({
    _id: group.id,
    ...Object.fromEntries(
      Object.entries(fields).map(([name, spec]) => [name, accumulated(group.docs, spec as Document)]),
    ),
  }));
}

function accumulated(docs: readonly Document[], spec: Document): unknown {
  const [[op, expression] = ['', undefined]] = Object.entries(spec);
  const values = docs.map((doc) => evaluate(doc, expression));
  const present = values.filter((v) => v !== undefined && v !== null);
  switch (op) {
    case '$sum':
      return values.filter((v) => typeof v === 'number').reduce((a, b) => a + b, 0);
    case '$min':
      return present.reduce((best, v) => (order(v, best) < 0 ? v : best), present[0]) ?? null;
    case '$max':
      return present.reduce((best, v) => (order(v, best) > 0 ? v : best), present[0]) ?? null;
    case '$push':
      return values.filter((v) => v !== undefined);
    case '$addToSet':
      return values.filter((v, i) => v !== undefined && values.findIndex((w) => equal(v, w)) === i);
    default:
      throw unknown(op);
  }
}

/** The fields of an inclusion that are there, `_id` too; or all but those of an exclusion of whole fields. */
export function projected(doc: Document, projection: Document): Document {
  const paths = Object.entries(projection);
  if (paths.every(([name, keep]) => keep === 0 && !name.includes('.'))) {
    return Object.fromEntries(Object.entries(doc).filter(([name]) => !(name in projection)));
  }
  if (paths.some(([name, keep]) => keep !== 1 && keep !== true && !(name === '_id' && keep === 0))) {
    throw unknown(`the projection ${JSON.stringify(projection)}`);
  }
  const out: Document = projection['_id'] === 0 ? {} : { _id: doc['_id'] as unknown };
  for (const [path, keep] of paths) if (keep !== 0) include(doc, out, path.split('.'));
  return out;
}

function include(from: Document, into: Document, [name = '', ...rest]: readonly string[]): void {
  const value: unknown = from[name];
  if (value === undefined) return;
  if (rest.length === 0) into[name] = value;
  else if (isDocument(value)) include(value, (into[name] ??= {}) as Document, rest);
  else if (Array.isArray(value))
    into[name] = value.filter(isDocument).map((item) => projected(item, { _id: 0, [rest.join('.')]: 1 }));
}
