import { describe, expect, it } from 'vitest';
import { valueFor } from './category-value.js';
import { STARTING_CATALOGUE } from './starting-catalogue.js';

function starting(code: string) {
  const category = STARTING_CATALOGUE.find((candidate) => candidate.code === code);
  if (category === undefined) throw new Error(`no category ${code}`);
  return category;
}

const byGrade = { name: 'Sample', baseValue: 100, gradeValues: { C1: 250, A1: 0 }, counted: false };

describe('valueFor', () => {
  it('acceptance 13: takes the value of the grade, else the base value', () => {
    expect(valueFor(byGrade, 'C1', 1)).toEqual({ eligible: true, value: 250, points: 250 });
    expect(valueFor(byGrade, 'D2', 1)).toEqual({ eligible: true, value: 100, points: 100 });
  });

  it('acceptance 14: a grade value of 0 means not eligible and never falls back', () => {
    expect(valueFor(byGrade, 'A1', 1)).toEqual({ eligible: false, reason: 'Grade A1 is not eligible for Sample.' });
    expect(valueFor(starting('mentoring'), 'A1', 1).eligible).toBe(false);
    expect(valueFor(starting('presales_e2e'), 'B2', 1).eligible).toBe(false);
    expect(valueFor(starting('presales_e2e'), 'C1', 1)).toEqual({ eligible: true, value: 500, points: 500 });
  });

  it('acceptance 21: multiplies where the category counts', () => {
    expect(valueFor(starting('interviews'), 'B1', 3)).toEqual({ eligible: true, value: 100, points: 300 });
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity, 1e9])('refuses the quantity %s', (quantity) => {
    expect(valueFor(starting('interviews'), 'B1', quantity).eligible).toBe(false);
  });

  it('refuses a quantity where none is counted', () => {
    expect(valueFor(byGrade, 'C1', 2)).toEqual({ eligible: false, reason: 'Sample does not count a quantity.' });
  });

  it.each(['constructor', '__proto__', 'toString'])('takes no value from the grade name %s', (grade) => {
    expect(valueFor(byGrade, grade, 1)).toEqual({ eligible: true, value: 100, points: 100 });
  });

  it.each(['utilization', 'bonus'])('has no fixed points for %s', (code) => {
    expect(valueFor(starting(code), 'C1', 1).eligible).toBe(false);
  });
});
