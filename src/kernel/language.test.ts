import { expect, it } from 'vitest';
import { languageFor } from './language.js';

it.each([
  ['', 'en-IN', 'en-IN'],
  ['de', 'en-IN', 'de'],
  ['de', 'de-AT', 'de-AT'],
  ['en', 'de', 'en'],
  ['EN', 'en-IN', 'en-IN'],
])('whoever chose "%s" where %s is written is spoken to in %s', (chosen, locale, expected) => {
  expect(languageFor(chosen, locale)).toBe(expected);
});
