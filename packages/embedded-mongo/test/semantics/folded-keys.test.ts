import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OPEN_KEY, foldedKeys } from '../../src/store/folded-keys.js';

const collator = new Intl.Collator('en', { sensitivity: 'base' });

const keyOf = (text: string, locale = 'en'): Buffer =>
  foldedKeys(new Map([['a', text]]), [['a', 1]], locale).keys[0] as Buffer;
const isOpen = (text: string): boolean => keyOf(text).equals(OPEN_KEY);

/** What is equal under the collation must be found: by the same key, or because one side is compared with all. */
function isFound(a: string, b: string): boolean {
  return isOpen(a) || isOpen(b) || keyOf(a).equals(keyOf(b));
}

describe('keys of a unique index of a collation', () => {
  it('are the same for all single letters, and pairs of plain ones, that are equal', () => {
    const texts: string[] = [];
    for (let code = 0; code < 0x3100; code++) texts.push(String.fromCodePoint(code));
    for (let code = 0xf900; code < 0x1_0000; code++) texts.push(String.fromCodePoint(code));
    for (let code = 0x1_d400; code < 0x1_d800; code++) texts.push(String.fromCodePoint(code));
    for (let a = 0x20; a < 0x7f; a++) for (let b = 0x20; b < 0x7f; b++) texts.push(String.fromCodePoint(a, b));
    texts.sort(collator.compare);
    const missed: string[] = [];
    let last: string | undefined;
    for (const [i, text] of texts.entries()) {
      if (i > 0 && collator.compare(texts[i - 1] as string, text) !== 0) last = undefined;
      if (isOpen(text)) continue;
      if (last !== undefined && !isFound(last, text)) missed.push(`${last} ${text}`);
      last = text;
    }
    expect(missed).toEqual([]);
  });

  it('are the same for all words that are equal', () => {
    const parts = [
      ...['a', 'A', 'á', 'a\u0301', 'Å', 'ª', 'e', 'É', 's', 'ss', 'ß', 'ae', 'æ', 'Æ', 'i', 'ı', 'İ', 'o', 'ø', 'ö'],
      ...[
        'σ',
        'ς',
        'Σ',
        'ά',
        'и',
        'й',
        'Й',
        'е',
        'ё',
        '1',
        '①',
        '½',
        'fi',
        'ﬁ',
        ' ',
        '-',
        '\u00ad',
        '\u0363',
        '中',
        'あ',
        'ア',
      ],
    ];
    const word = fc.array(fc.constantFrom(...parts), { maxLength: 3 }).map((each) => each.join(''));
    let equal = 0;
    fc.assert(
      fc.property(word, word, (a, b) => {
        if (collator.compare(a, b) !== 0) return true;
        if (a !== b) equal += 1;
        return isFound(a, b);
      }),
      { numRuns: 20_000 },
    );
    expect(equal).toBeGreaterThan(100);
  });

  it('say nothing where a language orders plain letters in its own way', () => {
    expect(keyOf('a', 'lt')).toEqual(OPEN_KEY);
    expect(keyOf('a', 'da')).toEqual(OPEN_KEY);
    expect(isOpen('Müller')).toBe(false);
    expect(isOpen('MÜLLER')).toBe(false);
  });
});
