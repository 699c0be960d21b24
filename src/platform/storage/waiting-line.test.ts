import { describe, expect, it } from 'vitest';
import { createWaitingLine } from './waiting-line.js';

function held() {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { gate, release };
}

describe('a waiting line', () => {
  it('lets only so many in at once, the others in the order of coming', async () => {
    const line = createWaitingLine({ atOnce: 2, waitMs: 10_000 });
    const order: number[] = [];
    const gates = [held(), held(), held(), held()];
    const runs = gates.map(({ gate }, index) =>
      line.run(async () => {
        order.push(index);
        await gate;
      }),
    );
    await Promise.resolve();
    expect(order).toEqual([0, 1]);
    gates[1]?.release();
    await runs[1];
    gates[0]?.release();
    await runs[0];
    gates[2]?.release();
    gates[3]?.release();
    await Promise.all(runs);
    expect(order).toEqual([0, 1, 2, 3]);
  });

  it('gives the place back when the work fails', async () => {
    const line = createWaitingLine({ atOnce: 1, waitMs: 10_000 });
    await expect(line.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(line.run(() => Promise.resolve('in'))).resolves.toBe('in');
  });

  it('answers that it is busy after too long a wait, and keeps the place of others', async () => {
    const line = createWaitingLine({ atOnce: 1, waitMs: 5 });
    const { gate, release } = held();
    const first = line.run(() => gate);
    await expect(line.run(() => Promise.resolve())).rejects.toMatchObject({ code: 'storage.busy', status: 503 });
    release();
    await first;
    await expect(line.run(() => Promise.resolve('in'))).resolves.toBe('in');
  });
});
