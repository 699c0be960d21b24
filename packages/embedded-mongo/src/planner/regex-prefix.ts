import type { BSONRegExp } from 'bson';

/** What every string that matches begins with. */
export interface RegexPrefix {
  readonly text: string;
  /** Nothing but the beginning is asked for. */
  readonly whole: boolean;
}

const SPECIAL = new Set('.[]()|*+?{}^$\\');

/** The literal beginning of a regular expression like `^abc`; undefined when it has none. */
export function regexPrefix({ pattern, options }: BSONRegExp): RegexPrefix | undefined {
  // Case, lines and free spacing change what the letters or the anchor mean.
  if (!pattern.startsWith('^') || /[^su]/.test(options) || pattern.includes('|')) return undefined;
  let text = '';
  let at = 1;
  while (at < pattern.length) {
    const escaped = pattern[at] === '\\';
    const letter = pattern[escaped ? at + 1 : at] ?? '';
    if (!isLiteral(letter, escaped)) break;
    const following = pattern[at + (escaped ? 2 : 1)];
    if (following === '*' || following === '?' || following === '{') break;
    text += letter;
    at += escaped ? 2 : 1;
  }
  return text === '' ? undefined : { text, whole: at === pattern.length };
}

/** Surrogates are halves of a letter, and a null byte is written differently in keys. */
function isLiteral(letter: string, escaped: boolean): boolean {
  if (letter === '' || letter === '\0' || (letter >= '\ud800' && letter <= '\udfff')) return false;
  return escaped ? /[^\w\s]/.test(letter) && letter < '\u0080' : !SPECIAL.has(letter);
}
