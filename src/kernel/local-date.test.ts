import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  daysBetween,
  isLocalDate,
  localDateOf,
  monthOf,
  weekdayOf,
  yearMonthOf,
  yearOf,
} from './local-date.js';

describe('isLocalDate', () => {
  it.each([
    ['2026-02-28', true],
    ['2024-02-29', true],
    ['1900-01-01', true],
    ['2999-12-31', true],
    ['2026-02-29', false],
    ['2026-02-31', false],
    ['2026-13-01', false],
    ['2026-00-10', false],
    ['2026-01-00', false],
    ['0001-01-01', false],
    ['1899-12-31', false],
    ['3000-01-01', false],
    ['31/02/2026', false],
    ['2026-2-1', false],
    ['2026-02-01T00:00', false],
    ['2026-02-01\n', false],
    ['２０２６-02-01', false],
    ['', false],
  ])('%j: %s', (text, exists) => {
    expect(isLocalDate(text)).toBe(exists);
  });
});

describe('localDateOf', () => {
  it.each([
    ['2026-03-31T18:29:59Z', 'Asia/Kolkata', '2026-03-31'],
    ['2026-03-31T18:30:00Z', 'Asia/Kolkata', '2026-04-01'],
    ['2026-01-01T04:59:59Z', 'America/New_York', '2025-12-31'],
    ['2026-07-01T04:00:00Z', 'America/New_York', '2026-07-01'],
    ['2026-01-01T00:00:00Z', 'Pacific/Kiritimati', '2026-01-01'],
    ['2025-12-31T10:00:00Z', 'Pacific/Kiritimati', '2026-01-01'],
  ])('%s in %s is %s', (instant, zone, date) => {
    expect(localDateOf(new Date(instant), zone)).toBe(date);
  });
});

describe('counting days', () => {
  it.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2025-12-31', 1, '2026-01-01'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2026-03-29', 1, '2026-03-30'],
    ['2026-01-01', 0, '2026-01-01'],
  ])('%s %+i is %s', (date, days, result) => {
    expect(addDays(date, days)).toBe(result);
  });

  it('there and back is the same day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300_000 }), fc.integer({ min: -20_000, max: 20_000 }), (offset, days) => {
        const date = addDays('2000-01-01', offset);
        expect(daysBetween(date, addDays(date, days))).toBe(days);
        expect(addDays(addDays(date, days), -days)).toBe(date);
      }),
    );
  });

  it('knows the parts of a day', () => {
    expect([yearOf('2026-02-10'), monthOf('2026-02-10'), yearMonthOf('2026-02-10')]).toEqual([2026, 2, '2026-02']);
    expect([weekdayOf('2026-02-08'), weekdayOf('2026-02-10'), weekdayOf('2026-02-14')]).toEqual([0, 2, 6]);
  });
});
