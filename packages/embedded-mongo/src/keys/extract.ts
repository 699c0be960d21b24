import type { Doc } from '../values/types.js';
import { encodeKey, type KeyField } from './encode.js';
import { keyTuples } from './key-tuples.js';

/** The index keys of one document. */
export interface ExtractedKeys {
  /** Distinct encoded keys. */
  readonly keys: Buffer[];
  /** True when an array was expanded (also an empty one). */
  readonly multikey: boolean;
  /** True when at least one of the fields exists in the document (what a sparse index asks). */
  readonly anyPresent: boolean;
}

/** Index keys of a document. Arrays are expanded; two parallel arrays throw 171. */
export function extractKeys(doc: Doc, fields: readonly KeyField[]): ExtractedKeys {
  const directions = fields.map((f) => f[1]);
  const { tuples, multikey } = keyTuples(doc, pathsOf(fields), 171);
  const first = tuples[0];
  if (tuples.length === 1 && first !== undefined) {
    const anyPresent = first.some((v) => v !== undefined);
    return { keys: [encodeKey(first, directions)], multikey, anyPresent };
  }
  const distinct = new Map<string, Buffer>();
  let anyPresent = false;
  for (const tuple of tuples) {
    anyPresent ||= tuple.some((v) => v !== undefined);
    const key = encodeKey(tuple, directions);
    distinct.set(key.toString('latin1'), key);
  }
  return { keys: [...distinct.values()], multikey, anyPresent };
}

const splitPaths = new WeakMap<readonly KeyField[], string[][]>();

/** The split paths of an index definition, kept because the same definition comes with every write. */
function pathsOf(fields: readonly KeyField[]): string[][] {
  let paths = splitPaths.get(fields);
  if (paths === undefined) {
    paths = fields.map((f) => f[0].split('.'));
    splitPaths.set(fields, paths);
  }
  return paths;
}
