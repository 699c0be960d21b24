import { expect, test } from 'vitest';
import { readMonth } from './read-month.js';

test.each([
  ['2025-11', '2025-11'],
  ['2025-1', '2025-01'],
  ['2025-11-01', '2025-11'],
  ['11-2025', '2025-11'],
  ['01-11-2025', '2025-11'],
  ['Nov-25', '2025-11'],
  ['nov-2025', '2025-11'],
  ['November 2025', '2025-11'],
  ['2025-13', undefined],
  ['2025-00', undefined],
  ['2025-11-15', undefined],
  ['13-2025', undefined],
  ['11/2025', undefined],
  ['Nonember 2025', undefined],
  ['202511', undefined],
  ['', undefined],
  ['last month', undefined],
])('%s is the month %s', (text, month) => {
  expect(readMonth(text)).toBe(month);
});
