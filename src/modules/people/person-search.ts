import type { Person } from './person.js';

/** Longer questions are cut; nobody types more words to find a colleague. */
const MAX_WORDS = 5;
const MAX_WORD_LENGTH = 60;

/** Lower-case and without accents, so that "jose" finds José. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The words under which a person is found by their beginnings: those of the name, the e-mail address, the employee id. */
export function searchWordsOf({ name, email, employeeId }: Pick<Person, 'name' | 'email' | 'employeeId'>): string[] {
  const words = fold(name).split(/[^\p{L}\p{N}]+/u);
  return [...new Set([...words, email, fold(employeeId)])].filter((word) => word !== '');
}

/** A name such as Anne-Marie, which is kept as two words; addresses and employee ids are kept whole. */
const HYPHENATED = /^\p{L}+(?:-\p{L}+)+$/u;

/** Patterns for a typed question, one a word, each anchored at the beginning so that the index serves it. */
export function searchPatterns(question: string): string[] {
  return fold(question)
    .split(/[\s,;'’]+/)
    .map((word) => word.replace(/\.$/, ''))
    .flatMap((word) => (HYPHENATED.test(word) ? word.split('-') : [word]))
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS)
    .map((word) => `^${escapePattern(word.slice(0, MAX_WORD_LENGTH))}`);
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
