import { describe, expect, it } from 'vitest';
import { nextMorning } from './digest-morning.js';

const KOLKATA = 'Asia/Kolkata';
const NEW_YORK = 'America/New_York';

describe('the next morning of a digest', () => {
  it.each([
    ['before eight, the same day', '2025-11-12T02:29:59Z', KOLKATA, {}, '2025-11-12T02:30:00Z'],
    ['at eight, the next day', '2025-11-12T02:30:00Z', KOLKATA, {}, '2025-11-13T02:30:00Z'],
    ['the day before the clocks go forward', '2026-03-07T01:00:00Z', NEW_YORK, {}, '2026-03-07T13:00:00Z'],
    ['the day on which they go forward', '2026-03-07T13:00:00Z', NEW_YORK, {}, '2026-03-08T12:00:00Z'],
    ['the day before the clocks go back', '2026-10-31T01:00:00Z', NEW_YORK, {}, '2026-10-31T12:00:00Z'],
    ['the day on which they go back', '2026-10-31T12:00:00Z', NEW_YORK, {}, '2026-11-01T13:00:00Z'],
    ['where half an hour is skipped', '2026-10-03T00:00:00Z', 'Australia/Lord_Howe', {}, '2026-10-03T21:00:00Z'],
    [
      'not of a day that had its digest',
      '2025-11-12T01:00:00Z',
      KOLKATA,
      { lastDay: '2025-11-12' },
      '2025-11-13T02:30:00Z',
    ],
    ['not before a pause ends', '2025-11-12T01:00:00Z', KOLKATA, { pausedUntil: '2025-11-20' }, '2025-11-20T02:30:00Z'],
    [
      'after a pause that is over',
      '2025-11-12T01:00:00Z',
      KOLKATA,
      { pausedUntil: '2025-11-01' },
      '2025-11-12T02:30:00Z',
    ],
  ])('%s', (_what, now, zone, known, expected) => {
    expect(nextMorning(new Date(now), zone, known).at).toEqual(new Date(expected));
  });

  it('follows the year round, at eight on every day, once', () => {
    let { at, day } = nextMorning(new Date('2026-01-01T00:00:00Z'), NEW_YORK);
    const days = new Set<string>();
    for (let count = 0; count < 365; count += 1) {
      days.add(day);
      const clock = new Intl.DateTimeFormat('en-GB', { timeZone: NEW_YORK, hour: '2-digit', minute: '2-digit' });
      expect(clock.format(at)).toBe('08:00');
      ({ at, day } = nextMorning(at, NEW_YORK, { lastDay: day }));
    }
    expect(days.size).toBe(365);
  });
});
