import { MongoError } from '../errors.js';
import { UNDEFINED, type Doc, type Value } from '../values/types.js';

/** What the documents of a set of paths look like to an index or a sort. */
export interface KeyTuples {
  /** One tuple per combination; `undefined` stands for a missing field. */
  readonly tuples: (Value | undefined)[][];
  /** True when an array was expanded, also an empty one. */
  readonly multikey: boolean;
}

const ARRAY_INDEX = /^(?:0|[1-9]\d*)$/;

/** One path on its way through a document: what is left of it, and where it stands. */
interface Walk {
  readonly rest: readonly string[];
  /** Set when the walk has ended. */
  readonly value?: Value | undefined;
  readonly done: boolean;
}

interface Stop {
  readonly array: Value[];
  readonly rest: readonly string[];
}

/**
 * The key tuples of a document, as MongoDB builds index and sort keys: arrays are expanded element by
 * element, an empty array counts as undefined, all paths may meet only one array at a time.
 *
 * @param parallelCode error code for two parallel arrays: 171 for an index, 2 for a sort
 */
export function keyTuples(doc: Doc, paths: readonly (readonly string[])[], parallelCode: number): KeyTuples {
  const tuples: (Value | undefined)[][] = [];
  const walks = paths.map((rest): Walk => ({ rest, done: false }));
  const state = { multikey: false, parallelCode, tuples };
  expand(doc, walks, state);
  return { tuples, multikey: state.multikey };
}

interface State {
  multikey: boolean;
  readonly parallelCode: number;
  readonly tuples: (Value | undefined)[][];
}

function expand(from: Doc | undefined, walks: readonly Walk[], state: State): void {
  let met: Value[] | undefined;
  const stops: (Stop | undefined)[] = [];
  const next = walks.map((walk, i): Walk => {
    stops[i] = undefined;
    if (walk.done) return walk;
    const found = follow(from, walk.rest);
    if (found === undefined || !('array' in found)) {
      return { rest: [], done: true, value: found?.value };
    }
    if (met !== undefined && met !== found.array) throw parallel(state.parallelCode);
    met = found.array;
    stops[i] = found;
    return walk;
  });
  if (met === undefined) {
    state.tuples.push(next.map((w) => w.value));
    return;
  }
  state.multikey = true;
  if (met.length === 0) {
    expandElement(undefined, UNDEFINED, next, stops, state);
    return;
  }
  for (const item of met) expandElement(item instanceof Map ? item : undefined, item, next, stops, state);
}

function expandElement(
  doc: Doc | undefined,
  item: Value,
  walks: readonly Walk[],
  stops: readonly (Stop | undefined)[],
  state: State,
): void {
  expand(
    doc,
    walks.map((walk, i): Walk => {
      const stop = stops[i];
      if (stop === undefined) return walk;
      return stop.rest.length === 0 ? { rest: [], done: true, value: item } : { rest: stop.rest, done: false };
    }),
    state,
  );
}

/** Walks embedded documents up to the end of the path or to the first array. */
function follow(from: Doc | undefined, rest: readonly string[]): Stop | { value: Value | undefined } | undefined {
  let at: Value | undefined = from;
  for (let i = 0; i < rest.length; i++) {
    const name = rest[i] as string;
    if (Array.isArray(at)) {
      const element = elementByIndex(at, name);
      if (element === undefined) return { array: at, rest: rest.slice(i) };
      at = element;
    } else if (at instanceof Map) {
      at = at.get(name);
    } else {
      return undefined;
    }
  }
  return Array.isArray(at) ? { array: at, rest: [] } : { value: at };
}

function elementByIndex(array: Value[], name: string): Value | undefined {
  if (!ARRAY_INDEX.test(name)) return undefined;
  const element = array[Number(name)];
  if (element === undefined) return undefined;
  if (array.some((item) => item instanceof Map && item.has(name))) {
    throw new MongoError(
      16746,
      `Ambiguous field name found in array (do not use numeric field names in embedded elements in an array), field: '${name}'`,
    );
  }
  return element;
}

function parallel(code: number): MongoError {
  return code === 171
    ? new MongoError(171, 'cannot index parallel arrays')
    : new MongoError(code, 'cannot sort with keys that are parallel arrays');
}
