import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayBeDivided, mayBeShown, SMALLEST_GROUP, smallGroups, withoutSmallGroups } from './small-groups.js';

const sized = (sizes: Record<string, number>) => Object.entries(sizes).map(([key, size]) => ({ key, size }));

describe('small groups', () => {
  it.each<[Record<string, number>, string[]]>([
    [{ IT: 20, HR: 5 }, []],
    [{ IT: 20, HR: 3, Sales: 2 }, ['HR', 'Sales']],
    // Three alone would come out by subtraction, so the next larger group joins them.
    [{ IT: 20, Sales: 8, HR: 3 }, ['HR', 'Sales']],
    [{ IT: 20, Sales: 8, HR: 3, Legal: 1 }, ['HR', 'Legal', 'Sales']],
    [{ IT: 20, HR: 3, Legal: 2, Sales: 4 }, ['HR', 'Legal', 'Sales']],
    [{ IT: 20, Left: 0 }, ['IT', 'Left']],
    [{ HR: 2 }, ['HR']],
  ])('of %j are %j', (sizes, together) => {
    expect([...smallGroups(sized(sizes))].sort()).toEqual(together);
  });

  it('never leave fewer than five people to be told by subtraction', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 12 }), { minLength: 1 }), (sizes) => {
        const groups = sizes.map((size, index) => ({ key: `g${index}`, size }));
        const together = smallGroups(groups);
        const alone = groups.filter(({ key }) => !together.has(key));
        expect(alone.every(({ size }) => size >= SMALLEST_GROUP)).toBe(true);
        const hidden = groups.filter(({ key }) => together.has(key)).reduce((sum, { size }) => sum + size, 0);
        if (together.size > 0 && alone.length > 0) expect(hidden).toBeGreaterThanOrEqual(SMALLEST_GROUP);
      }),
    );
  });

  it('come to the same sum as before', () => {
    const tally = (heads: number, points: number) => ({ heads, points, count: 1, eligible: heads, participants: 1 });
    const rows = withoutSmallGroups([
      ['IT', tally(20, 900)],
      ['HR', tally(2, 50)],
      ['Sales', tally(6, 300)],
    ]);
    expect(rows.map(({ key, together, points, heads }) => ({ key, together, points, heads }))).toEqual([
      { key: 'IT', together: undefined, points: 900, heads: 20 },
      { key: '', together: ['HR', 'Sales'], points: 350, heads: 8 },
    ]);
  });
});

describe('a choice of people', () => {
  const people = (count: number, department: string, grade: string, location = 'India') =>
    Array.from({ length: count }, () => ({ department, grade, location, here: true }));
  const everybody = [
    ...people(10, 'IT', 'B1'),
    ...people(10, 'IT', 'B2'),
    ...people(3, 'IT', 'C1'),
    ...people(9, 'Sales', 'C1'),
    ...people(9, 'Sales', 'B1'),
    ...people(4, 'HR', 'B2'),
    ...people(6, 'Admin', 'B2', 'UK'),
  ];

  it.each([
    [{}, true],
    [{ department: 'IT' }, true],
    [{ grade: 'C1' }, true],
    [{ location: 'UK' }, true],
    // Four people, and the group that hides them.
    [{ department: 'HR' }, false],
    [{ department: 'Admin' }, false],
    // Three people of IT and C1: they would come out as all of C1 without Sales, or all of IT without B1 and B2.
    [{ department: 'IT', grade: 'C1' }, false],
    [{ department: 'IT', grade: 'B1' }, false],
    [{ department: 'IT', grade: 'B2' }, false],
    [{ department: 'Sales', grade: 'B1' }, false],
    [{ department: 'HR', grade: 'B2' }, false],
    [{ department: 'Nowhere' }, false],
  ])('%j may be shown: %s', (chosen, expected) => {
    expect(mayBeShown(everybody, chosen)).toBe(expected);
  });

  it('is divided by one grouping more where no cell of that table is small', () => {
    expect(mayBeDivided(everybody, {}, 'grade')).toBe(true);
    expect(mayBeDivided(everybody, { department: 'Sales' }, 'grade')).toBe(false);
    expect(mayBeDivided(everybody, { department: 'Sales' }, 'department')).toBe(true);
    const large = [
      ...people(9, 'IT', 'B1'),
      ...people(5, 'IT', 'C1'),
      ...people(6, 'Sales', 'B1'),
      ...people(7, 'Sales', 'C1'),
    ];
    expect(mayBeDivided(large, { department: 'Sales' }, 'grade')).toBe(true);
    expect(mayBeShown(large, { department: 'Sales', grade: 'C1' })).toBe(true);
  });

  it('of a department is not shown where points of people who left would come out by it', () => {
    const left = people(1, 'Legal', 'B1').map((person) => ({ ...person, here: false }));
    expect(mayBeShown([...people(9, 'IT', 'B1'), ...left], { department: 'IT' })).toBe(false);
  });

  it('of a company of four is not shown at all', () => {
    expect(mayBeShown(people(4, 'IT', 'B1'), {})).toBe(false);
  });
});
