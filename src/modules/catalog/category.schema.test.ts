import { describe, expect, it } from 'vitest';
import { categoryChangesSchema, newCategorySchema } from './category.schema.js';

const valid = {
  code: 'hackathon',
  name: 'Hackathon',
  description: '',
  unit: 'hr',
  kinds: ['raised'],
  baseValue: 100,
  gradeValues: { C1: 250 },
  counted: false,
  evidence: 'none',
  evidenceMayBeLink: false,
  limit: null,
};

describe('newCategorySchema', () => {
  it('takes a whole category', () => {
    expect(newCategorySchema.parse(valid)).toEqual(valid);
  });

  it.each([
    ['code', 'Hack athon'],
    ['code', '__proto__'],
    ['unit', 'sales'],
    ['kinds', []],
    ['baseValue', -1],
    ['baseValue', 0.5],
    ['baseValue', '1e3'],
    ['baseValue', true],
    ['gradeValues', { 'C.1': 5 }],
    ['gradeValues', { $inc: 5 }],
    ['limit', { frequency: 'fortnightly', max: 1, gradeMax: {} }],
    ['limit', { frequency: 'weekly', max: 0, gradeMax: {} }],
    ['status', 'inactive'],
  ])('refuses %s = %j', (field, value) => {
    expect(newCategorySchema.safeParse({ ...valid, [field]: value }).success).toBe(false);
  });
});

describe('categoryChangesSchema', () => {
  it('leaves out what is not given, so nothing is reset by accident', () => {
    expect(categoryChangesSchema.parse({ name: 'Hack day' })).toEqual({ name: 'Hack day' });
  });

  it('never takes a code', () => {
    expect(categoryChangesSchema.safeParse({ code: 'other' }).success).toBe(false);
  });
});
