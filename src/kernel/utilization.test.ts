import { describe, expect, it } from 'vitest';
import { parseUtilization, utilizationPercent } from './utilization.js';

describe('acceptance 39: reading a utilization', () => {
  it.each([
    ['88', 8800],
    ['88%', 8800],
    ['88 %', 8800],
    ['0.88', 8800],
    [' 88 ', 8800],
    ['1%', 100],
    ['1', 10_000],
    ['1.0', 10_000],
    ['0', 0],
    ['0%', 0],
    ['0.5%', 50],
    ['1.5', 150],
    ['100', 10_000],
    ['100%', 10_000],
    ['79.99', 7999],
    ['79.99%', 7999],
    ['0.7999', 7999],
    ['0.07', 700],
    ['0.29', 2900],
  ])('%j is %i', (text, basisPoints) => {
    expect(parseUtilization(text)).toBe(basisPoints);
  });

  it.each([
    '101',
    '101%',
    '100.01',
    '-1',
    '-1%',
    '',
    '%',
    'abc',
    '1e2',
    '8,8',
    '88%%',
    '0x10',
    'NaN',
    'Infinity',
    '88.999',
    '79.995',
    '1000',
    '８８',
  ])('%j is refused', (text) => {
    expect(parseUtilization(text)).toBeUndefined();
  });
});

describe('acceptance 41: showing a utilization', () => {
  it.each([
    [8800, 88],
    [7999, 79.9],
    [8000, 80],
    [100, 1],
    [0, 0],
    [10_000, 100],
    [9999, 99.9],
  ])('%i is shown as %d', (basisPoints, percent) => {
    expect(utilizationPercent(basisPoints)).toBe(percent);
  });
});
