import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from './organization.js';
import { createWorkingClock } from './working-clock.js';
import { workingHoursBetween } from './working-hours.js';

const HOUR = 3_600_000;

describe('the working clock', () => {
  it.each(['Asia/Kolkata', 'Europe/Berlin', 'America/New_York', 'UTC'])(
    'says what workingHoursBetween says in %s',
    (zone) => {
      const from = Date.parse('2026-03-01T00:00:00Z');
      const to = Date.parse('2026-04-15T00:00:00Z');
      const settings = {
        ...DEFAULT_SETTINGS,
        workdayHours: { from: '08:30', to: '17:15' },
        holidays: [{ date: '2026-03-18', name: '' }],
      };
      const clock = createWorkingClock(new Date(from), new Date(to), settings, zone);
      const instant = fc.integer({ min: from, max: to }).map((time) => new Date(time));
      fc.assert(
        fc.property(instant, instant, (one, other) => {
          expect(clock(one, other) / HOUR).toBeCloseTo(workingHoursBetween(one, other, settings, zone), 6);
        }),
      );
    },
  );

  it('has no time where nobody works', () => {
    const [from, to] = [new Date('2026-03-02T00:00:00Z'), new Date('2026-03-20T00:00:00Z')];
    expect(createWorkingClock(from, to, { ...DEFAULT_SETTINGS, workingDays: [] }, 'UTC')(from, to)).toBe(0);
  });
});
