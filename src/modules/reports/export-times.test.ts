import { describe, expect, it } from 'vitest';
import { exportTimes } from './export-times.js';

const at = (time: string) => new Date(time);

describe('times of a file of points', () => {
  it('say one moment in three ways', () => {
    const { clock, withOffset, stamp } = exportTimes('Asia/Kolkata');
    const moment = at('2025-11-12T20:15:09.999Z');
    expect(clock(moment)).toBe('2025-11-13 01:45:09');
    expect(withOffset(moment)).toBe('2025-11-13T01:45:09+05:30');
    expect(stamp(moment)).toBe('20251113-014509');
  });

  it.each([
    ['UTC', '2025-11-12T06:00:00Z', '2025-11-12T06:00:00+00:00'],
    ['Asia/Kathmandu', '2025-11-12T06:00:00Z', '2025-11-12T11:45:00+05:45'],
    ['America/St_Johns', '2025-01-01T02:00:00Z', '2024-12-31T22:30:00-03:30'],
    // The same hour of the clock twice, told apart by its offset.
    ['Europe/Berlin', '2025-10-26T00:59:59Z', '2025-10-26T02:59:59+02:00'],
    ['Europe/Berlin', '2025-10-26T01:00:00Z', '2025-10-26T02:00:00+01:00'],
    ['Europe/Berlin', '2025-03-30T00:59:59Z', '2025-03-30T01:59:59+01:00'],
    ['Europe/Berlin', '2025-03-30T01:00:00Z', '2025-03-30T03:00:00+02:00'],
  ])('in %s %s is %s', (zone, moment, text) => {
    const told = exportTimes(zone).withOffset(at(moment));
    expect(told).toBe(text);
    expect(Date.parse(told)).toBe(Date.parse(moment));
  });
});
