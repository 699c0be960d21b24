import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from './organization.js';
import { workingHoursBetween } from './working-hours.js';

const KOLKATA = 'Asia/Kolkata';
const settings = { ...DEFAULT_SETTINGS, holidays: [{ date: '2026-01-26', name: 'Republic Day' }] };

// 23 Jan 2026 is a Friday; the 26th is a holiday, a Monday.
const cases: [string, string, string, number][] = [
  ['within a day', '2026-01-23T10:00+05:30', '2026-01-23T12:30+05:30', 2.5],
  ['before work starts', '2026-01-23T07:00+05:30', '2026-01-23T10:00+05:30', 1],
  ['after work ended', '2026-01-23T18:00+05:30', '2026-01-23T23:00+05:30', 0],
  ['over night', '2026-01-22T16:00+05:30', '2026-01-23T10:00+05:30', 2],
  ['over a weekend and a holiday', '2026-01-23T16:00+05:30', '2026-01-27T10:00+05:30', 2],
  ['the weekend only', '2026-01-24T00:00+05:30', '2026-01-25T23:59+05:30', 0],
  ['a whole week with a holiday', '2026-01-26T00:00+05:30', '2026-02-02T00:00+05:30', 32],
  ['the other way round', '2026-01-23T12:00+05:30', '2026-01-23T10:00+05:30', 0],
  ['no time at all', '2026-01-23T12:00+05:30', '2026-01-23T12:00+05:30', 0],
  ['a Friday in Kolkata that is Thursday in UTC', '2026-01-22T20:00Z', '2026-01-23T04:30Z', 1],
];

describe('workingHoursBetween', () => {
  it.each(cases)('%s', (_name, from, to, hours) => {
    expect(workingHoursBetween(new Date(from), new Date(to), settings, KOLKATA)).toBeCloseTo(hours, 6);
  });

  it('counts by the clock on the wall when it is put forward', () => {
    // In Berlin 29 Mar 2026 has no 02:30; a night shift from 01:00 to 05:00 has three hours.
    const night = { workingDays: [0], workdayHours: { from: '01:00', to: '05:00' }, holidays: [] };
    expect(
      workingHoursBetween(new Date('2026-03-28T22:00Z'), new Date('2026-03-29T22:00Z'), night, 'Europe/Berlin'),
    ).toBe(3);
  });

  it('follows the working days of the organization', () => {
    const sundayToThursday = { ...settings, workingDays: [0, 1, 2, 3, 4] };
    expect(
      workingHoursBetween(
        new Date('2026-01-23T00:00+05:30'),
        new Date('2026-01-26T00:00+05:30'),
        sundayToThursday,
        KOLKATA,
      ),
    ).toBe(8);
  });
});
