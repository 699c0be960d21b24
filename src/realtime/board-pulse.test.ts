import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPulse } from './board-pulse.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function pulse() {
  const told: string[] = [];
  const start = Date.now();
  return { told, ...createPulse(1000, (key) => told.push(`${key}@${Date.now() - start}`)) };
}

describe('a pulse', () => {
  it('tells the first change at once', () => {
    const { told, changed } = pulse();
    changed('a');
    expect(told).toEqual(['a@0']);
  });

  it('tells at most once a second, and once more after the last change', () => {
    const { told, changed } = pulse();
    for (let index = 0; index < 25; index += 1) {
      changed('a');
      vi.advanceTimersByTime(100);
    }
    vi.advanceTimersByTime(10_000);
    expect(told).toEqual(['a@0', 'a@1000', 'a@2000', 'a@3000']);
  });

  it('tells nothing more when nothing changed since', () => {
    const { told, changed } = pulse();
    changed('a');
    vi.advanceTimersByTime(10_000);
    changed('a');
    expect(told).toEqual(['a@0', 'a@10000']);
  });

  it('keeps each key apart', () => {
    const { told, changed } = pulse();
    changed('a');
    changed('b');
    expect(told).toEqual(['a@0', 'b@0']);
  });

  it('is silent once stopped', () => {
    const { told, changed, stop } = pulse();
    changed('a');
    changed('a');
    stop();
    vi.advanceTimersByTime(10_000);
    expect(told).toEqual(['a@0']);
  });
});
