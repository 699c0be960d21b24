import { describe, expect, it } from 'vitest';
import { entriesIn, figureRange, monthsBetween, twelveMonthsTo } from './figure-range.js';

const KOLKATA = { zone: 'Asia/Kolkata', fiscalStartMonth: 4 };
const TODAY = '2025-11-12';

describe('the range of figures', () => {
  it.each([
    [{}, { period: '2025-Q3', from: '2025-10-01', to: '2025-12-31' }],
    [{ period: '2024-Q4' }, { period: '2024-Q4', from: '2025-01-01', to: '2025-03-31' }],
    [{ period: '2024' }, { period: '2024', from: '2024-04-01', to: '2025-03-31' }],
    [
      { from: '2025-06-02', to: '2025-06-02' },
      { period: null, from: '2025-06-02', to: '2025-06-02' },
    ],
    [
      { period: '2024', from: '2025-06-02', to: '2025-07-01' },
      { period: null, from: '2025-06-02', to: '2025-07-01' },
    ],
    [{ from: '2025-06-02' }, { period: null, from: '2025-06-02', to: TODAY }],
    [{ from: '2026-06-02' }, { period: null, from: '2026-06-02', to: '2026-06-02' }],
    [{ to: '2026-02-10' }, { period: null, from: '2025-04-01', to: '2026-02-10' }],
  ] as const)('of %j', (wanted, expected) => {
    expect(figureRange(wanted, TODAY, KOLKATA)).toEqual(expected);
  });

  it.each([
    [{ from: '2025-07-01', to: '2025-06-30' }, /after the last/],
    [{ from: '2018-01-01', to: '2025-06-30' }, /five years/],
  ])('is refused for %j', (wanted, sentence) => {
    const refusal = expect.objectContaining({ status: 422, message: expect.stringMatching(sentence) as string });
    expect(() => figureRange(wanted, TODAY, KOLKATA)).toThrow(refusal as Error);
  });

  it('takes the stored period where there is one, and days where not', () => {
    expect(entriesIn({ period: '2025-Q3', from: '2025-10-01', to: '2025-12-31' })).toEqual({ period: '2025-Q3' });
    expect(entriesIn({ period: null, from: '2025-10-02', to: '2025-12-31' })).toEqual({
      from: '2025-10-02',
      to: '2025-12-31',
    });
  });
});

describe('months', () => {
  it('stand between two days, each once', () => {
    expect(monthsBetween('2025-11-30', '2026-02-01')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    expect(monthsBetween('2025-11-01', '2025-11-30')).toEqual(['2025-11']);
  });

  it('are twelve up to a day, whole ones', () => {
    const year = twelveMonthsTo('2026-02-10');
    expect(year.months).toHaveLength(12);
    expect([year.months[0], year.months[11], year.from, year.to]).toEqual([
      '2025-03',
      '2026-02',
      '2025-03-01',
      '2026-02-28',
    ]);
    expect(twelveMonthsTo('2025-12-31')).toMatchObject({ from: '2025-01-01', to: '2025-12-31' });
  });
});
