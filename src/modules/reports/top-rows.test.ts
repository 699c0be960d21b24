import fc from 'fast-check';
import { expect, it } from 'vitest';
import { topRows } from './top-rows.js';

it('keeps the same rows as sorting everything', () => {
  const batches = fc.array(fc.array(fc.integer({ min: -50, max: 50 })));
  fc.assert(
    fc.property(batches, fc.integer({ min: 1, max: 20 }), (all, size) => {
      const order = (a: number, b: number) => b - a;
      const top = topRows(order, size);
      for (const batch of all) top.add(batch);
      expect(top.sorted()).toEqual(all.flat().sort(order).slice(0, size));
      expect(top.seen()).toBe(all.flat().length);
    }),
  );
});
