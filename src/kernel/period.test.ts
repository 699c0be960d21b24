import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween } from './local-date.js';
import {
  assertLocalDate,
  isPeriodKey,
  isQuarterKey,
  isYearKey,
  monthsOfQuarter,
  nextQuarter,
  periodKeysOf,
  periodLabel,
  periodOfDate,
  periodOfInstant,
  previousQuarter,
  quarterNumber,
  rangeOfPeriod,
  yearKey,
  yearOfQuarter,
  type Calendar,
} from './period.js';

const KOLKATA: Calendar = { zone: 'Asia/Kolkata', fiscalStartMonth: 4 };

describe('acceptance 32: the fiscal period', () => {
  it.each([
    ['2026-02-10', '2025-Q4', 2025],
    ['2025-03-31', '2024-Q4', 2024],
    ['2025-04-01', '2025-Q1', 2025],
    ['2025-06-30', '2025-Q1', 2025],
    ['2025-07-01', '2025-Q2', 2025],
    ['2025-09-30', '2025-Q2', 2025],
    ['2025-10-01', '2025-Q3', 2025],
    ['2025-12-31', '2025-Q3', 2025],
    ['2026-01-01', '2025-Q4', 2025],
    ['2028-02-29', '2027-Q4', 2027],
  ])('of %s is %s', (date, quarter, year) => {
    expect(periodOfDate(date, KOLKATA)).toEqual({ quarter, year });
  });

  it.each([
    ['31 Mar 2026 23:30 in Kolkata', '2026-03-31T23:30:00+05:30', '2025-Q4'],
    ['1 Apr 2026 00:10 in Kolkata', '2026-04-01T00:10:00+05:30', '2026-Q1'],
    ['the last second of the year', '2026-03-31T23:59:59.999+05:30', '2025-Q4'],
    ['midnight', '2026-04-01T00:00:00+05:30', '2026-Q1'],
    ['31 Mar 2026 20:00 UTC, April in Kolkata', '2026-03-31T20:00:00Z', '2026-Q1'],
  ])('of %s', (_name, instant, quarter) => {
    expect(periodOfInstant(new Date(instant), KOLKATA).quarter).toBe(quarter);
  });

  it('is told by the clock of the organization', () => {
    const instant = new Date('2026-04-01T03:00:00Z');
    expect(periodOfInstant(instant, { zone: 'America/New_York', fiscalStartMonth: 4 }).quarter).toBe('2025-Q4');
    expect(periodOfInstant(instant, { zone: 'UTC', fiscalStartMonth: 4 }).quarter).toBe('2026-Q1');
  });

  it.each([
    [1, '2026-02-10', '2026-Q1'],
    [1, '2026-12-31', '2026-Q4'],
    [7, '2026-02-10', '2025-Q3'],
    [10, '2025-10-01', '2025-Q1'],
    [12, '2025-11-30', '2024-Q4'],
    [12, '2025-12-01', '2025-Q1'],
    [2, '2026-01-31', '2025-Q4'],
  ])('where the year starts in month %i, of %s', (fiscalStartMonth, date, quarter) => {
    expect(periodOfDate(date, { zone: 'UTC', fiscalStartMonth }).quarter).toBe(quarter);
  });
});

describe('the range of a period', () => {
  it.each([
    ['2025-Q1', '2025-04-01', '2025-06-30'],
    ['2025-Q3', '2025-10-01', '2025-12-31'],
    ['2025-Q4', '2026-01-01', '2026-03-31'],
    ['2025', '2025-04-01', '2026-03-31'],
  ] as const)('%s', (key, from, to) => {
    expect(rangeOfPeriod(key, KOLKATA)).toEqual({ from, to });
  });

  it('holds every day whose period it is, and no other', () => {
    const days = fc.integer({ min: 0, max: 60_000 }).map((offset) => addDays('1950-01-01', offset));
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 12 }), (date, fiscalStartMonth) => {
        const calendar = { zone: 'UTC', fiscalStartMonth };
        const { quarter, year } = periodOfDate(date, calendar);
        const range = rangeOfPeriod(quarter, calendar);
        expect(date >= range.from && date <= range.to).toBe(true);
        expect(periodOfDate(addDays(range.from, -1), calendar).quarter).toBe(previousQuarter(quarter));
        expect(periodOfDate(addDays(range.to, 1), calendar).quarter).toBe(nextQuarter(quarter));
        expect(yearOfQuarter(quarter)).toBe(year);
        expect([364, 365]).toContain(daysBetween(...daysOfYear(year, calendar)));
      }),
    );
  });
});

function daysOfYear(year: number, calendar: Calendar): [string, string] {
  const { from, to } = rangeOfPeriod(yearKey(year), calendar);
  return [from, to];
}

describe('keys', () => {
  it.each([
    ['2025-Q1', true, false],
    ['2025-Q4', true, false],
    ['2025', false, true],
    ['2025-Q5', false, false],
    ['2025-Q0', false, false],
    ['2025-q1', false, false],
    ['25-Q1', false, false],
    [' 2025', false, false],
    ['2025-Q1 ', false, false],
    ['20255', false, false],
    ['', false, false],
  ])('%j', (text, quarter, year) => {
    expect([isQuarterKey(text), isYearKey(text), isPeriodKey(text)]).toEqual([quarter, year, quarter || year]);
  });

  it('know all time', () => {
    expect(isPeriodKey('all')).toBe(true);
    expect(isPeriodKey('ALL')).toBe(false);
  });

  it('follow one another across years', () => {
    expect(nextQuarter('2025-Q4')).toBe('2026-Q1');
    expect(nextQuarter('2025-Q1')).toBe('2025-Q2');
    expect(previousQuarter('2025-Q1')).toBe('2024-Q4');
    expect(previousQuarter('2025-Q3')).toBe('2025-Q2');
    expect(quarterNumber('2025-Q3')).toBe(3);
  });

  it('of a day are its quarter, its year and all time', () => {
    expect(periodKeysOf(periodOfDate('2026-02-10', KOLKATA))).toEqual(['2025-Q4', '2025', 'all']);
  });
});

describe('what people see and use', () => {
  it.each([
    ['2025-Q4', 'Q4 FY 2025-26'],
    ['2025', 'FY 2025-26'],
    ['1999', 'FY 1999-00'],
    ['2009-Q1', 'Q1 FY 2009-10'],
    ['all', 'All time'],
  ] as const)('%s is shown as %s', (key, label) => {
    expect(periodLabel(key)).toBe(label);
  });

  it('a quarter has three months, across the turn of the year too', () => {
    expect(monthsOfQuarter('2025-Q4', KOLKATA)).toEqual(['2026-01', '2026-02', '2026-03']);
    expect(monthsOfQuarter('2025-Q4', { zone: 'UTC', fiscalStartMonth: 2 })).toEqual(['2025-11', '2025-12', '2026-01']);
  });

  it('a day that does not exist is no day', () => {
    expect(assertLocalDate('2026-02-28')).toBe('2026-02-28');
    expect(() => assertLocalDate('2026-02-29')).toThrow(RangeError);
  });
});
