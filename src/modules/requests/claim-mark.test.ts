import { describe, expect, test } from 'vitest';
import { assertAsSeen, markOf } from './claim-mark.js';
import type { Request } from './request.js';

const request = {
  category: { code: 'interviews', name: 'Interviews', unit: 'ta', version: 1 },
  ...{ eventDate: '2025-11-01', quantity: 3, notes: 'Three.', points: 300, grade: 'C1', utilization: null },
  ...{ approverId: 'validator', remindedAt: null },
} as unknown as Request;

describe('what was seen when something is decided', () => {
  test.each<[string, Partial<Request>, boolean]>([
    ['nothing', {}, true],
    ['a reminder', { remindedAt: new Date(0) }, true],
    ['who decides', { approverId: 'other' }, true],
    ['the quantity', { quantity: 30, points: 3000 }, false],
    ['the grade', { grade: 'D2' }, false],
    ['the day', { eventDate: '2025-10-01' }, false],
    ['the words', { notes: 'Thirty.' }, false],
    ['the category', { category: { ...request.category, code: 'other' } }, false],
    ['the percentage', { utilization: { month: '2025-11', basisPoints: 9000 } }, false],
  ])('%s changed: decided as seen %s', (_what, change, accepted) => {
    const decide = () => assertAsSeen({ ...request, ...change }, markOf(request));
    if (accepted) expect(decide).not.toThrow();
    else expect(decide).toThrow(expect.objectContaining({ status: 409, code: 'request.changed_meanwhile' }) as Error);
  });

  test('who shows no mark decides about what is there', () => {
    expect(() => assertAsSeen(request, undefined)).not.toThrow();
  });
});
