import { describe, expect, it } from 'vitest';
import { STARTING_CATALOGUE } from './starting-catalogue.js';
import { previewOf } from './category-preview.js';
import { effectiveOn, plan, type DatedTerms } from './category-version.js';

const [terms] = STARTING_CATALOGUE;
if (terms === undefined) throw new Error('an empty catalogue');

const version = (number: number, effectiveFrom: string): DatedTerms => ({
  ...terms,
  baseValue: number * 100,
  version: number,
  effectiveFrom,
});
const base = version(1, '2025-04-01');
const planned = [version(3, '2026-01-01'), version(2, '2026-04-01')];

describe('which version applies on a day', () => {
  it.each([
    ['2025-03-31', 1, [3, 2]],
    ['2025-12-31', 1, [3, 2]],
    ['2026-01-01', 3, [2]],
    ['2026-03-31', 3, [2]],
    ['2026-04-01', 2, []],
    ['2030-01-01', 2, []],
  ])('%s: version %i', (day, now, later) => {
    const found = effectiveOn(base, planned, day);
    expect([found.now.version, found.later.map((one) => one.version)]).toEqual([now, later]);
  });

  it('keeps planned versions in the order of their days, and one for a day', () => {
    const numbers = (versions: readonly DatedTerms[]) => versions.map((one) => one.version);
    expect(numbers(plan(planned, version(4, '2026-02-01')))).toEqual([3, 4, 2]);
    expect(numbers(plan(planned, version(4, '2026-01-01')))).toEqual([4, 2]);
    expect(numbers(plan([], version(4, '2026-01-01')))).toEqual([4]);
  });
});

describe('what each grade gets', () => {
  const mentoring = STARTING_CATALOGUE.find(({ code }) => code === 'mentoring');
  if (mentoring === undefined) throw new Error('no mentoring');

  it('says points and limit by grade, beside what was there', () => {
    const { rows, frequency } = previewOf({ ...mentoring, baseValue: 300 }, mentoring, ['A1', 'B1', 'C2']);
    expect(frequency).toBe('quarterly');
    expect(rows).toMatchObject([
      { grade: 'A1', eligible: false, points: 0, before: { eligible: false } },
      { grade: 'B1', points: 300, max: 2, before: { points: 250, max: 2 } },
      { grade: 'C2', points: 300, max: 6, before: { points: 250, max: 6 } },
    ]);
    expect(previewOf(mentoring, undefined, ['C1']).rows).toMatchObject([{ points: 250, before: null }]);
  });
});
