import type { Doc } from '../values/types.js';
import type { KeyField } from './encode.js';

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
export declare function extractKeys(doc: Doc, fields: readonly KeyField[]): ExtractedKeys;
