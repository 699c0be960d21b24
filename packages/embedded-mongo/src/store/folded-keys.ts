import { encodeKey } from '../keys/encode.js';
import type { KeyField } from '../keys/encode.js';
import { keyTuples } from '../keys/key-tuples.js';
import type { CompareText } from '../values/compare-strings.js';
import { compareValues } from '../values/compare.js';
import type { Doc, Value } from '../values/types.js';

type Tuple = readonly (Value | undefined)[];

/** Locales whose Latin letters stand as in the Unicode default order (CLDR has no tailoring of them). */
const UNTAILORED = new Set(['en', 'de', 'fr', 'it', 'pt', 'nl', 'id', 'ga']);
/** Printable ASCII, Greek, Cyrillic and Chinese: letters without accents are equal only to their own capital. */
const FOLDABLE = /^[\u0020-\u007e\u03b1-\u03c9\u0430-\u045f\u4e00-\u9fff]*$/;
/** Marks without a letter of their own; others (U+0363 on: small letters above) count as letters. */
const ACCENTS = /[\u0300-\u0333\u0338]/g;
/** The key of everything whose equals cannot be told from its letters. */
export const OPEN_KEY = encodeKey([0]);

/**
 * The keys of a document in a unique index of a collation. They have no order: documents with the same value under the
 * collation have the same key, or one of them has {@link OPEN_KEY}. Whoever finds the same key has to compare.
 */
export function foldedKeys(
  doc: Doc,
  fields: readonly KeyField[],
  locale: string,
): { keys: Buffer[]; multikey: boolean } {
  const { tuples, multikey } = tuplesOf(doc, fields);
  const keys = new Map<string, Buffer>();
  for (const tuple of tuples) {
    const key = foldedKey(tuple, locale);
    keys.set(key.toString('latin1'), key);
  }
  return { keys: [...keys.values()], multikey };
}

/** Whether two documents have a value of an index in common under its collation. */
export function shareKey(a: Doc, b: Doc, fields: readonly KeyField[], text: CompareText): boolean {
  const theirs = tuplesOf(b, fields).tuples;
  return tuplesOf(a, fields).tuples.some((mine) => theirs.some((other) => sameTuple(mine, other, text)));
}

function tuplesOf(doc: Doc, fields: readonly KeyField[]): { tuples: Tuple[]; multikey: boolean } {
  return keyTuples(
    doc,
    fields.map(([path]) => path.split('.')),
    171,
  );
}

/** A missing field counts as null, as in every index. */
function sameTuple(a: Tuple, b: Tuple, text: CompareText): boolean {
  return a.every((value, i) => compareValues(value ?? null, b[i] ?? null, text) === 0);
}

function foldedKey(tuple: Tuple, locale: string): Buffer {
  const folded: (Value | undefined)[] = [1];
  for (const value of tuple) {
    const each = fold(value, locale);
    if (each === OPEN) return OPEN_KEY;
    folded.push(each);
  }
  return encodeKey(folded);
}

const OPEN = Symbol('open');

function fold(value: Value | undefined, locale: string): Value | undefined | typeof OPEN {
  if (typeof value === 'string') return foldText(value, locale);
  const nested = Array.isArray(value) || value instanceof Map;
  return nested && holdsText(value) ? OPEN : value;
}

function holdsText(value: Value): boolean {
  if (typeof value === 'string') return true;
  if (Array.isArray(value)) return value.some(holdsText);
  return value instanceof Map && [...value.values()].some(holdsText);
}

function foldText(text: string, locale: string): string | typeof OPEN {
  if (!UNTAILORED.has(locale.split('_', 1)[0] ?? locale)) return OPEN;
  const folded = text.normalize('NFKD').replace(ACCENTS, '').toLowerCase().replaceAll('ς', 'σ');
  return FOLDABLE.test(folded) ? folded : OPEN;
}
