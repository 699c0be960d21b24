import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BoardScore } from './board.js';
import { averageOf, isOnBoard, percentileOf, rankScores } from './ranking.js';

function score(overrides: Partial<BoardScore>): BoardScore {
  return {
    personId: 'p',
    name: 'P',
    department: 'IT',
    grade: 'C1',
    optedOut: false,
    active: true,
    exitDate: null,
    regular: 100,
    bonus: 0,
    ...overrides,
  };
}

const ranked = (...points: number[]) =>
  rankScores(
    points.map((regular, index) => score({ personId: `p${index}`, regular })),
    ({ regular }) => regular,
  );

describe('rankScores', () => {
  it('acceptance 37: 900, 900, 500 are ranks 1, 1, 3 and 766.67 on average', () => {
    const { places, sum } = ranked(500, 900, 900);
    expect(places.map(({ rank, points, personId }) => [rank, points, personId])).toEqual([
      [1, 900, 'p1'],
      [1, 900, 'p2'],
      [3, 500, 'p0'],
    ]);
    expect(averageOf(sum, places.length)).toBe(766.67);
  });

  it('acceptance 37: leaves out people without points', () => {
    expect(ranked(0, 100, -50).places.map(({ personId }) => personId)).toEqual(['p1']);
    expect(averageOf(ranked(0).sum, 0)).toBe(0);
  });

  it('gives everybody one more than the number of people ahead', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 20 }), { maxLength: 40 }), (points) => {
        const positive = points.filter((each) => each > 0);
        const { places, indexOf } = ranked(...points);
        expect(places).toHaveLength(positive.length);
        for (const place of places) {
          expect(place.rank).toBe(1 + positive.filter((other) => other > place.points).length);
          expect(places[indexOf.get(place.personId) ?? -1]).toBe(place);
        }
      }),
    );
  });
});

describe('percentileOf', () => {
  it.each([
    [1, 3, 100],
    [3, 3, 33.3],
    [2, 3, 66.7],
    [1, 1, 100],
    [9, 12, 33.3],
  ])('rank %i of %i is %s', (rank, participants, expected) => {
    expect(percentileOf(rank, participants)).toBe(expected);
  });
});

describe('isOnBoard', () => {
  it.each<[string, Partial<BoardScore>, boolean]>([
    ['an active person', {}, true],
    ['a deactivated one', { active: false }, false],
    ['exit date yesterday', { exitDate: '2025-11-11' }, false],
    ['exit date today', { exitDate: '2025-11-12' }, true],
    ['another department', { department: 'HR' }, false],
    ['another grade', { grade: 'D1' }, false],
    ['opted out', { optedOut: true }, true],
  ])('%s', (_name, overrides, expected) => {
    expect(isOnBoard(score(overrides), '2025-11-12', { department: 'IT', grade: 'C1' })).toBe(expected);
  });
});
