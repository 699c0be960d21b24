import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergeCounts, mergedPage } from './merged-page.js';

interface Row {
  readonly key: number;
  readonly list: 'first' | 'second';
}

function countsOf(rows: readonly Row[], list: Row['list']) {
  const counts = new Map<number, number>();
  for (const row of rows) if (row.list === list) counts.set(row.key, (counts.get(row.key) ?? 0) + 1);
  return [...counts].map(([key, count]) => ({ key, count }));
}

const row = fc.record({
  key: fc.integer({ min: 0, max: 9 }),
  list: fc.constantFrom('first' as const, 'second' as const),
});

it('names the rows of each list that stand on a page, as if both had been put in order together', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), fc.boolean(), (rows, size, down) => {
      const rank = (one: Row) => (down ? -one.key : one.key) * 2 + (one.list === 'first' ? 0 : 1);
      const merged = [...rows].sort((one, other) => rank(one) - rank(other));
      const keys = mergeCounts(countsOf(rows, 'first'), countsOf(rows, 'second'), down);
      for (let number = 1; (number - 1) * size <= rows.length; number += 1) {
        const shown = merged.slice((number - 1) * size, number * size);
        const before = merged.slice(0, (number - 1) * size);
        const of = (some: readonly Row[], list: Row['list']) => some.filter((one) => one.list === list).length;
        expect(mergedPage(keys, { number, size })).toEqual({
          first: { skip: of(before, 'first'), limit: of(shown, 'first') },
          second: { skip: of(before, 'second'), limit: of(shown, 'second') },
        });
      }
    }),
  );
});

it('reads nothing behind the last row', () => {
  const keys = mergeCounts([{ key: 'a', count: 2 }], [], false);
  expect(mergedPage(keys, { number: 9, size: 20 })).toEqual({
    first: { skip: 2, limit: 0 },
    second: { skip: 0, limit: 0 },
  });
});
