import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../kernel/period.js';
import type { Frequency } from './category.js';
import { limitFor, limitWindow, possibleAgainFrom } from './category-limit.js';
import { STARTING_CATALOGUE } from './starting-catalogue.js';

const calendar: Calendar = { zone: 'Asia/Kolkata', fiscalStartMonth: 4 };

describe('limitWindow', () => {
  it.each<[Frequency, string, string, string]>([
    ['daily', '2025-11-12', '2025-11-12', '2025-11-12'],
    ['weekly', '2025-11-12', '2025-11-10', '2025-11-16'],
    ['weekly', '2025-11-10', '2025-11-10', '2025-11-16'],
    ['weekly', '2025-11-16', '2025-11-10', '2025-11-16'],
    ['weekly', '2026-01-01', '2025-12-29', '2026-01-04'],
    ['monthly', '2025-12-31', '2025-12-01', '2025-12-31'],
    ['monthly', '2024-02-10', '2024-02-01', '2024-02-29'],
    ['quarterly', '2025-11-12', '2025-10-01', '2025-12-31'],
    ['quarterly', '2026-03-31', '2026-01-01', '2026-03-31'],
    ['half-yearly', '2025-09-30', '2025-04-01', '2025-09-30'],
    ['half-yearly', '2026-02-10', '2025-10-01', '2026-03-31'],
    ['yearly', '2026-02-10', '2025-04-01', '2026-03-31'],
  ])('%s around %s is %s to %s', (frequency, date, from, to) => {
    expect(limitWindow({ frequency }, date, calendar)).toEqual({ from, to });
  });

  it('follows the fiscal calendar of the organization', () => {
    const january: Calendar = { zone: 'UTC', fiscalStartMonth: 1 };
    expect(limitWindow({ frequency: 'half-yearly' }, '2026-02-10', january)).toEqual({
      from: '2026-01-01',
      to: '2026-06-30',
    });
  });

  it('knows no window for a one-time category', () => {
    expect(limitWindow({ frequency: 'one-time' }, '2025-11-12', calendar)).toBe('ever');
    expect(possibleAgainFrom({ frequency: 'one-time' }, '2025-11-12', calendar)).toBeNull();
  });
});

describe('possibleAgainFrom', () => {
  it('acceptance 18: is the first day of the next quarter', () => {
    expect(possibleAgainFrom({ frequency: 'quarterly' }, '2025-11-12', calendar)).toBe('2026-01-01');
  });
});

describe('limitFor', () => {
  const limits = (code: string) =>
    ['A1', 'B1', 'B2', 'C1', 'C2', 'D1', 'D2'].map((grade) => {
      const category = STARTING_CATALOGUE.find((candidate) => candidate.code === code);
      return category === undefined ? Number.NaN : limitFor(category, grade);
    });

  it.each([
    ['value_add', [1, 1, 1, 2, 2, 2, 1]],
    ['mindshare', [1, 2, 2, 2, 2, 2, 2]],
    ['spot_award', [1, 1, 1, 1, 1, 1, 1]],
  ])('%s allows per quarter, A1 to D2: %j', (code, expected) => {
    expect(limits(code)).toEqual(expected);
  });

  it('mentoring allows B1 B2: 2, C1: 4, C2: 6, D1 D2: 5', () => {
    expect(limits('mentoring').slice(1)).toEqual([2, 2, 4, 6, 5, 5]);
  });

  it('is undefined without a limit, also for names that every object has', () => {
    expect(limitFor({ limit: null }, 'C1')).toBeUndefined();
    expect(limitFor({ limit: { frequency: 'daily', max: 3, gradeMax: {} } }, 'constructor')).toBe(3);
  });
});
