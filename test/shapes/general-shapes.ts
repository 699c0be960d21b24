import type { RawShape } from './shape-of-command.js';

/** A shape without names: fields are called by the order in which the shape mentions them. */
export interface GeneralShape {
  readonly command: string;
  /** The indexes that begin with its fields: `key`, `unique`, `sparse`, `partial`. */
  readonly indexes: readonly unknown[];
  readonly [part: string]: unknown;
}

/** Those that fit best; a collection with a dozen indexes chooses among them. */
const MOST_INDEXES = 4;
/** Documents whose names are words of the language, not fields. */
const WORDED = new Set([
  '$cond',
  '$convert',
  '$dateToString',
  '$dateFromString',
  '$filter',
  '$lookup',
  '$map',
  '$reduce',
  '$switch',
]);

/** One shape of each structure, in a stable order; inserts have none worth a test. */
export function generalShapes(raw: readonly RawShape[]): GeneralShape[] {
  const indexes = new Map<string, RawShape[]>();
  for (const shape of raw) {
    if (shape.command === 'createIndexes')
      indexes.set(shape.collection, [...(indexes.get(shape.collection) ?? []), shape]);
  }
  const found = new Map<string, GeneralShape>();
  for (const shape of raw) {
    const known = indexes.get(shape.collection) ?? [];
    if (shape.command === 'createIndexes' || shape.command === 'insert' || isOfATest(shape, known)) continue;
    const general = generalize(shape, known);
    found.set(JSON.stringify(general), general);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, general]) => general);
}

/**
 * A look into all organizations at once: the product always names one, or a record, where a collection is divided by
 * them (its tenant plugin refuses otherwise). Tests look past it, and what they ask needs no index.
 */
function isOfATest({ filter, q, query, pipeline }: RawShape, indexes: readonly RawShape[]): boolean {
  if (!indexes.some((index) => Object.keys(index['key'] as object)[0] === 'organization')) return false;
  const [first] = (pipeline ?? []) as readonly Readonly<Record<string, unknown>>[];
  const asked = JSON.stringify(filter ?? q ?? query ?? first);
  return !asked.includes('"organization"') && !asked.includes('"_id":"?') && !asked.includes('"_id":{');
}

function generalize(
  { command, collection: _collection, ...parts }: RawShape,
  indexes: readonly RawShape[],
): GeneralShape {
  const names = new Names();
  const renamed = names.rename(parts) as Record<string, unknown>;
  const known = indexes
    .map((index) => ({ index, served: served(names, index) }))
    .filter((candidate) => candidate.served > 0)
    .sort((a, b) => b.served - a.served || (JSON.stringify(a.index) < JSON.stringify(b.index) ? -1 : 1))
    .slice(0, MOST_INDEXES)
    .map(({ index: { command: _command, collection: _of, ...definition } }) => names.rename(definition));
  const distinct = [...new Set(known.map((index) => JSON.stringify(index)))].sort();
  return { command, ...renamed, indexes: distinct.map((index) => JSON.parse(index) as unknown) };
}

/** How many fields at the beginning of an index the shape mentions. */
function served(names: Names, index: RawShape): number {
  const fields = Object.keys(index['key'] as object).map((path) => path.split('.')[0] ?? '');
  const other = fields.findIndex((field) => !names.has(field));
  return other < 0 ? fields.length : other;
}

/** Gives fields short names in the order in which they are met. */
class Names {
  readonly #given = new Map<string, string>();

  has(name: string): boolean {
    return name === '_id' || this.#given.has(name);
  }

  /** The parts of a command keep their names; what lies in them is renamed. */
  rename(parts: object): unknown {
    return Object.fromEntries(
      Object.entries(parts).map(([part, value]) => [
        part,
        part === 'key' && typeof value === 'string' ? this.#path(value) : this.#value(value),
      ]),
    );
  }

  #value(value: unknown, isWorded = false): unknown {
    if (typeof value === 'string')
      return value.startsWith('$') && !value.startsWith('$$') ? `$${this.#path(value.slice(1))}` : value;
    if (Array.isArray(value)) return value.map((item) => this.#value(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        isWorded || name.startsWith('$') ? name : this.#path(name),
        this.#value(inner, WORDED.has(name)),
      ]),
    );
  }

  #path(path: string): string {
    return path
      .split('.')
      .map((name) =>
        name === '_id' || name === '' || name.startsWith('$') || /^\d+$/.test(name) ? name : this.#name(name),
      )
      .join('.');
  }

  #name(name: string): string {
    const known = this.#given.get(name);
    if (known !== undefined) return known;
    const at = this.#given.size;
    const given = `${'abcdefghijklmnopqrstuvwxyz'[at % 26] as string}${at < 26 ? '' : Math.floor(at / 26)}`;
    this.#given.set(name, given);
    return given;
  }
}
