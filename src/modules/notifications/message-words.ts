import type { LocalDate } from '../../kernel/local-date.js';

/** The words of a language. Made above the modules, where the catalogue of texts is. */
export interface MessageWords {
  /** A text of the catalogue with its placeholders filled in; numbers as the language writes them. */
  readonly t: (key: string, params?: Readonly<Record<string, string | number>>) => string;
  /** "12 Nov 2025" */
  readonly date: (day: LocalDate) => string;
  /** "2025-Q3" -> "Q3 FY 2025-26" */
  readonly period: (key: string) => string;
}

/** The words of a language by its BCP 47 tag, as far as it is translated. */
export type WordsIn = (language: string) => MessageWords;

// Line breaks and other control characters, and marks that turn the direction of what follows.
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSAFE_IN_LINES = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/** What somebody typed, as it may stand in a sentence or a subject: one line. */
export function oneLine(text: string): string {
  return text.replace(UNSAFE, ' ').trim();
}

/** What somebody wrote, line by line. */
export function linesOf(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(UNSAFE_IN_LINES, ' ').trim();
}

/** Words whose values are one line each, whatever they were made of. */
export function inOneLine({ t, ...words }: MessageWords): MessageWords {
  return {
    ...words,
    t: (key, params = {}) =>
      t(
        key,
        Object.fromEntries(
          Object.entries(params).map(([name, value]) => [name, typeof value === 'string' ? oneLine(value) : value]),
        ),
      ),
  };
}
