import { describe, expect, it } from 'vitest';
import { DEFAULT_TARGETS } from './target-config.js';
import { targetConfigSchema } from './target-config.schema.js';

describe('targetConfigSchema', () => {
  it('takes the default configuration', () => {
    expect(targetConfigSchema.parse(DEFAULT_TARGETS)).toEqual(DEFAULT_TARGETS);
  });

  it.each([
    ['a target of zero', { quarterly: { C1: 0 } }],
    ['a negative target', { quarterly: { C1: -1 } }],
    ['a fraction', { quarterly: { C1: 0.5 } }],
    ['a cap of zero', { bonusCap: 0 }],
    ['a threshold of zero', { utilizationThreshold: 0 }],
    ['a threshold above 100 %', { utilizationThreshold: 10_001 }],
    ['a milestone at zero', { milestones: [{ percent: 0, amounts: [1, 1, 1, 1] }] }],
    ['a negative amount', { milestones: [{ percent: 25, amounts: [-1, 1, 1, 1] }] }],
    ['three quarters only', { milestones: [{ percent: 25, amounts: [1, 1, 1] }] }],
    [
      'the same share twice',
      {
        milestones: [
          { percent: 25, amounts: [1, 1, 1, 1] },
          { percent: 25, amounts: [1, 1, 1, 1] },
        ],
      },
    ],
    ['something else', { organization: 'x' }],
  ])('refuses %s', (_name, change) => {
    expect(targetConfigSchema.safeParse({ ...DEFAULT_TARGETS, ...change }).success).toBe(false);
  });
});
