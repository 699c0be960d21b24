import { describe, expect, it } from 'vitest';
import { averageUtilization } from './utilization-average.js';

const MONTHS = ['2025-10', '2025-11', '2025-12'];

describe('averageUtilization', () => {
  it('acceptance 40: 90, 60 and none are shown as 75.0 % with 2 of 3; the missing month counts 0 for the bonus', () => {
    const result = averageUtilization(
      MONTHS,
      new Map([
        ['2025-10', 9000],
        ['2025-12', 6000],
      ]),
    );
    expect(result).toEqual({
      months: [
        { month: '2025-10', percent: 90 },
        { month: '2025-11', percent: null },
        { month: '2025-12', percent: 60 },
      ],
      average: 75,
      recorded: 2,
      of: 3,
      sumBasisPoints: 15_000,
    });
    expect(result.sumBasisPoints / 3).toBe(5000);
  });

  it('acceptance 41: 79.99 % is shown as 79.9 %, also when it is an average', () => {
    expect(averageUtilization(['2025-10'], new Map([['2025-10', 7999]])).average).toBe(79.9);
    expect(
      averageUtilization(
        MONTHS,
        new Map([
          ['2025-10', 8000],
          ['2025-11', 8000],
          ['2025-12', 7999],
        ]),
      ).average,
    ).toBe(79.9);
  });

  it('has no average without records, and 0 % is a record', () => {
    expect(averageUtilization(MONTHS, new Map()).average).toBeNull();
    expect(averageUtilization(MONTHS, new Map([['2025-10', 0]]))).toMatchObject({ average: 0, recorded: 1 });
  });

  it('leaves out records of other months', () => {
    expect(averageUtilization(MONTHS, new Map([['2025-09', 9000]]))).toMatchObject({
      average: null,
      recorded: 0,
      sumBasisPoints: 0,
    });
  });
});
