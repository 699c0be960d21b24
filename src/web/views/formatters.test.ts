import { describe, expect, it } from 'vitest';
import { translator } from '../text/index.js';
import { createFormatters } from './formatters.js';

const now = new Date('2025-11-14T10:00:00Z');
const bound = (locale: string, zone = 'Asia/Kolkata') =>
  createFormatters({ locale, zone, now, t: translator(locale, { strict: true }) });

describe('formatters', () => {
  it.each([
    ['en-IN', 1234567, '12,34,567'],
    ['en-US', 1234567, '1,234,567'],
    ['de-DE', 1234567, '1.234.567'],
  ])('%s groups %i as %s', (locale, value, text) => {
    expect(bound(locale).points(value)).toBe(text);
  });

  it('sign what changes something', () => {
    const fmt = bound('en-IN');
    expect([fmt.signed(250), fmt.signed(-100), fmt.signed(0)]).toEqual(['+250', '−100', '0']);
  });

  it.each([
    [79.99, 1, '79.9%'],
    [79.999999999, 1, '79.9%'],
    [80, 1, '80.0%'],
    [79.9, 1, '79.9%'],
    [57.9, 1, '57.9%'],
    [99.99, 0, '99%'],
    [100, 0, '100%'],
    [-0.01, 1, '-0.1%'],
  ])('never round %d up at %i places: %s', (value, decimals, text) => {
    expect(bound('en-IN').percent(value, decimals)).toBe(text);
  });

  it('write days one way in every English', () => {
    for (const locale of ['en-IN', 'en-US', 'en-GB']) {
      expect(bound(locale).date('2025-09-02')).toBe('2 Sep 2025');
      expect(bound(locale).month('2025-11')).toBe('Nov 2025');
    }
    expect(bound('de-DE').date('2025-11-12')).toBe('12. Nov. 2025');
  });

  it("show instants in the organization's zone", () => {
    const late = new Date('2026-03-31T18:40:00Z');
    expect(bound('en-IN').dateTime(late)).toBe('1 Apr 2026, 00:10');
    expect(bound('en-US', 'America/New_York').date(late)).toBe('31 Mar 2026');
    expect(bound('en-IN').machineDate(late)).toBe('2026-03-31T18:40:00.000Z');
  });

  it.each([
    ['2025-11-14', 'today'],
    ['2025-11-13', '1 day'],
    ['2025-11-12', '2 days'],
    [new Date('2025-11-14T09:59:30Z'), 'less than a minute'],
    [new Date('2025-11-14T09:30:00Z'), '30 minutes'],
    [new Date('2025-11-13T09:00:00Z'), '25 hours'],
    [new Date('2025-11-12T09:00:00Z'), '2 days'],
    [new Date('2025-11-14T11:00:00Z'), 'less than a minute'],
  ])('say how long ago %s was: %s', (from, text) => {
    expect(bound('en-IN').age(from)).toBe(text);
  });

  it.each([
    [0, 'less than an hour'],
    [0.9, 'less than an hour'],
    [1, '1 hour'],
    [7.9, '7 hours'],
    [8, '1 working day'],
    [15.9, '1 working day'],
    [79.5, '9 working days'],
  ])('say %d hours of waiting as %s', (hours, text) => {
    expect(bound('en-IN').wait(hours, 8)).toBe(text);
  });

  it('name periods', () => {
    const fmt = bound('en-IN');
    expect([fmt.period('2025-Q4'), fmt.period('2025'), fmt.period('all')]).toEqual([
      'Q4 FY 2025-26',
      'FY 2025-26',
      'All time',
    ]);
  });

  it('say sizes in words people know', () => {
    expect(bound('en-IN').bytes(5 * 1024 * 1024)).toBe('5 MB');
    expect(bound('en-IN').bytes(12_600)).toBe('12.3 kB');
  });
});
