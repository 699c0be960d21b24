import { expect, it } from 'vitest';
import { WriterGate } from '../../src/transactions/writer-gate.js';

it('admits one at a time in the order of arrival', async () => {
  const gate = new WriterGate();
  const order: number[] = [];
  const work = async (number: number): Promise<void> => {
    const release = await gate.acquire();
    order.push(number);
    await Promise.resolve();
    order.push(number);
    release?.();
  };
  await Promise.all([1, 2, 3].map(work));
  expect(order).toEqual([1, 1, 2, 2, 3, 3]);
});

it('lets those who wait too long go, without giving them the turn later', async () => {
  const gate = new WriterGate();
  const release = await gate.acquire();
  expect(await gate.acquire(1)).toBeUndefined();
  release?.();
  release?.();
  const next = await gate.acquire(1);
  expect(next).toBeTypeOf('function');
  expect(await gate.acquire(1)).toBeUndefined();
});
