import { expect, test } from 'vitest';
import { newcomerName } from './newcomer-name.js';

test.each([
  ['Diane Glimp', 'Diane Glimp'],
  ['  Diane Glimp ', 'Diane Glimp'],
  [undefined, 'diane.glimp'],
  ['', 'diane.glimp'],
  ['   ', 'diane.glimp'],
  ['Diane\nGlimp', 'diane.glimp'],
  ['x'.repeat(101), 'diane.glimp'],
])('%j becomes %j', (given, name) => {
  expect(newcomerName(given, 'diane.glimp@bikes.com')).toBe(name);
});
