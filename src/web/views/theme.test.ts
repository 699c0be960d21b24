import { expect, it } from 'vitest';
import { themeFromCookies } from './theme.js';

it.each([
  [undefined, 'system'],
  ['', 'system'],
  ['theme=dark', 'dark'],
  ['sid=1; theme=light; a=b', 'light'],
  ['theme=<script>', 'system'],
  ['othertheme=dark', 'system'],
])('the cookie %j means %s', (header, theme) => {
  expect(themeFromCookies(header)).toBe(theme);
});
