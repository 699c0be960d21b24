import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from './organization.js';
import { workingHoursBetween } from './working-hours.js';
import { hoursOfWorkday, workingHoursBefore } from './working-instant.js';

const ZONE = 'Asia/Kolkata';
const settings = { ...DEFAULT_SETTINGS, holidays: [{ date: '2025-11-14', name: 'Company day' }] };
/** On the clock of Kolkata. */
const at = (text: string, zone = '+05:30') => new Date(`${text}:00${zone}`);

describe('so many working hours before', () => {
  it.each([
    ['within the day', at('2025-11-12T11:30'), 2, at('2025-11-12T09:30')],
    ['over night', at('2025-11-12T11:30'), 4, at('2025-11-11T15:30')],
    ['over a weekend', at('2025-11-10T10:00'), 8, at('2025-11-07T10:00')],
    ['over a holiday and a weekend', at('2025-11-17T10:00'), 16, at('2025-11-12T10:00')],
    ['at night, from the end of the day', at('2025-11-12T03:00'), 8, at('2025-11-11T09:00')],
  ])('%s', (_what, to, hours, expected) => {
    expect(workingHoursBefore(to, hours, settings, ZONE)).toEqual(expected);
  });

  it('is the inverse of the hours between, also over the day that is an hour longer', () => {
    const zone = 'America/New_York';
    const to = at('2025-11-04T15:20', '-05:00');
    for (const hours of [0.5, 3, 8, 13.25, 40]) {
      const from = workingHoursBefore(to, hours, settings, zone) ?? to;
      expect(workingHoursBetween(from, to, settings, zone)).toBeCloseTo(hours, 6);
      expect(workingHoursBetween(new Date(from.getTime() + 1000), to, settings, zone)).toBeLessThan(hours);
    }
  });

  it('is nowhere when no day is a working day', () => {
    expect(workingHoursBefore(at('2025-11-12T11:30'), 1, { ...settings, workingDays: [] }, ZONE)).toBeUndefined();
  });
});

it.each([
  ['09:00', '17:00', 8],
  ['08:30', '17:00', 8.5],
  ['22:00', '06:00', 8],
])('a working day from %s to %s has %d hours', (from, to, hours) => {
  expect(hoursOfWorkday({ workdayHours: { from, to } })).toBe(hours);
});
