import { describe, expect, it } from 'vitest';
import type { Unit } from '../../kernel/units.js';
import { expectedMinimum } from './expected-minimum.js';

const GRADES = ['A1', 'B1', 'B2', 'C1', 'C2', 'D1', 'D2'];

describe('expectedMinimum', () => {
  it.each<[Unit, (number | undefined)[]]>([
    ['pm', [500, 500, 500, 1000, 1000, 1000, 500]],
    ['pmarch', [500, 500, 500, 1000, 1000, 1000, 500]],
    ['presales', [0, 0, 0, 1000, 1500, 1500, 1500]],
    ['marketing', [200, 400, 400, 400, 400, 400, 400]],
  ])('%s expects of A1 to D2: %j', (unit, expected) => {
    expect(GRADES.map((grade) => expectedMinimum(unit, grade))).toEqual(expected);
  });

  it('says nothing where nothing is laid down', () => {
    expect(expectedMinimum('hr', 'C1')).toBeUndefined();
    expect(expectedMinimum('pm', 'E9')).toBeUndefined();
    expect(expectedMinimum('presales', 'constructor')).toBeUndefined();
  });
});
