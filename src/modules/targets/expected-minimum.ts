import type { Points } from '../../kernel/points.js';
import type { Unit } from '../../kernel/units.js';

const DELIVERY: Readonly<Record<string, Points>> = { A1: 500, B1: 500, B2: 500, D2: 500, C1: 1000, C2: 1000, D1: 1000 };
const PRESALES: Readonly<Record<string, Points>> = { A1: 0, B1: 0, B2: 0, C1: 1000, C2: 1500, D1: 1500, D2: 1500 };

/**
 * Points that a unit expects of a grade per quarter. Information only: nothing depends on it.
 * Undefined where a unit expects nothing of anybody, or nothing is laid down for the grade.
 */
export function expectedMinimum(unit: Unit, grade: string): Points | undefined {
  switch (unit) {
    case 'pm':
    case 'pmarch':
      return Object.hasOwn(DELIVERY, grade) ? DELIVERY[grade] : undefined;
    case 'presales':
      return Object.hasOwn(PRESALES, grade) ? PRESALES[grade] : undefined;
    case 'marketing':
      return grade === 'A1' ? 200 : 400;
    default:
      return undefined;
  }
}
