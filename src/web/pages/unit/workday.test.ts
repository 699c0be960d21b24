import { expect, it } from 'vitest';
import { hoursOfWorkday } from './workday.js';

it.each([
  ['09:00', '17:00', 8],
  ['08:30', '17:00', 8.5],
  ['22:00', '06:00', 8],
])('a working day from %s to %s has %d hours', (from, to, hours) => {
  expect(hoursOfWorkday({ workdayHours: { from, to } })).toBe(hours);
});
