import { describe, expect, it } from 'vitest';
import type { Category } from '../catalog/index.js';
import { eligibleFor, shareOf } from './participation.js';

const category = (baseValue: number, gradeValues: Record<string, number> = {}, status: Category['status'] = 'active') =>
  ({ baseValue, gradeValues, status }) as Category;

describe('who is eligible', () => {
  it.each([
    ['worth something for everybody', [category(50)], ['A1', 'C1']],
    ['0 for a grade never falls back', [category(50, { A1: 0 })], ['C1']],
    ['one of several is enough', [category(50, { A1: 0 }), category(0, { A1: 10 })], ['A1', 'C1']],
    ['inactive ones offer nothing', [category(50, {}, 'inactive'), category(50, { A1: 0 })], ['C1']],
    ['a percentage is worth no points', [category(0)], []],
    ['nothing at all', [], []],
  ])('%s', (_name, categories, expected) => {
    expect(['A1', 'C1'].filter(eligibleFor(categories))).toEqual(expected);
  });
});

describe('the share', () => {
  it.each([
    [0, 3, 0],
    [1, 3, 33.3],
    [2, 3, 66.6],
    [1999, 2000, 99.9],
    [9999, 10_000, 99.9],
    [3, 3, 100],
  ])('of %i among %i is %d %%', (participants, eligible, percent) => {
    expect(shareOf(participants, eligible)).toEqual({ participants, eligible, percent });
  });

  it('of nobody is none', () => {
    expect(shareOf(0, 0).percent).toBeNull();
  });
});
