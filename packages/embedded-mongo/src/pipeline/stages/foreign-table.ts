import { PAUSE, type Pause } from '../../flow/pause.js';
import { canonicalKey } from '../../values/compare.js';
import { BsonUndefined, type Doc, type Value } from '../../values/types.js';
import type { ForeignCollection } from '../environment.js';
import { approximateSize, type MemoryMeter } from '../memory.js';
import { allValuesAt } from './paths.js';

/** Bytes of a document in the table besides its own. */
const ENTRY_BYTES = 120;

/**
 * The documents of another collection by the values of a field: where no index serves it, one pass over the
 * collection replaces a scan for each document that is joined.
 */
export class ForeignTable {
  private constructor(
    private readonly docs: readonly Doc[],
    private readonly places: ReadonlyMap<string, readonly number[]>,
  ) {}

  /** Reads the collection; undefined when it would take more than `most` bytes. */
  static *read(
    foreign: ForeignCollection,
    path: readonly string[],
    fields: ReadonlySet<string> | undefined,
    meter: MemoryMeter,
    most: number,
  ): Generator<Pause, ForeignTable | undefined, void> {
    const docs: Doc[] = [];
    const places = new Map<string, number[]>();
    let bytes = 0;
    for (const doc of foreign.scan(undefined, fields)) {
      if (doc === PAUSE) {
        yield PAUSE;
        continue;
      }
      const size = approximateSize(doc) + ENTRY_BYTES;
      bytes += size;
      if (bytes > most) {
        meter.release(bytes - size);
        return undefined;
      }
      meter.add(size);
      for (const key of keysOf(doc, path)) {
        const found = places.get(key);
        if (found === undefined) places.set(key, [docs.length]);
        else found.push(docs.length);
      }
      docs.push(doc);
    }
    return new ForeignTable(docs, places);
  }

  /** Documents that may hold one of the values, in their order. Null is also what is missing: all of them may. */
  find(values: readonly Value[]): Iterable<Doc> {
    if (values.some((v) => v === null || v instanceof BsonUndefined)) return this.docs;
    const [only] = values;
    const places =
      values.length === 1
        ? this.#placesOf(only as Value)
        : [...new Set(values.flatMap((v) => this.#placesOf(v)))].sort((a, b) => a - b);
    return places.map((place) => this.docs[place] as Doc);
  }

  #placesOf(v: Value): readonly number[] {
    return this.places.get(canonicalKey(v)) ?? [];
  }
}

/** Every value at the path, arrays both whole and by their elements. */
function keysOf(doc: Doc, path: readonly string[]): Set<string> {
  const keys = new Set<string>();
  for (const v of allValuesAt(doc, path)) keys.add(canonicalKey(v));
  for (const v of wholeValuesAt(doc, path, 0)) keys.add(canonicalKey(v));
  return keys;
}

/** As `allValuesAt`, but an array at the end stays whole. */
function* wholeValuesAt(at: Value | undefined, path: readonly string[], i: number): Generator<Value, void, void> {
  if (i === path.length) {
    if (Array.isArray(at)) yield at;
  } else if (at instanceof Map) yield* wholeValuesAt(at.get(path[i] as string), path, i + 1);
  else if (Array.isArray(at)) {
    const index = Number(path[i]);
    if (Number.isInteger(index)) yield* wholeValuesAt(at[index], path, i + 1);
    for (const item of at) if (item instanceof Map) yield* wholeValuesAt(item, path, i);
  }
}
