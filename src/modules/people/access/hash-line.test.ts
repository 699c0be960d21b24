import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../kernel/errors.js';
import { HashLine } from './hash-line.js';

/** Work that ends when told. */
function controlled() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

describe('HashLine', () => {
  it('runs two at once and the rest in order', async () => {
    const line = new HashLine(2, 10);
    const gates = Array.from({ length: 5 }, controlled);
    const started: number[] = [];
    const all = gates.map((gate, index) =>
      line.run(async () => {
        started.push(index);
        await gate.promise;
      }),
    );
    await Promise.resolve();
    expect(started).toEqual([0, 1]);
    for (const [index, gate] of gates.entries()) {
      gate.resolve();
      await all[index];
    }
    expect(started).toEqual([0, 1, 2, 3, 4]);
  });

  it('refuses at once when the line is full, saying when to come back', async () => {
    const line = new HashLine(1, 1);
    const gate = controlled();
    const first = line.run(() => gate.promise);
    const second = line.run(() => Promise.resolve('second'));
    await expect(line.run(() => Promise.resolve())).rejects.toMatchObject({ code: 'auth.busy', retryAfter: 5 });
    await expect(line.run(() => Promise.resolve())).rejects.toBeInstanceOf(Unavailable);
    gate.resolve();
    await first;
    expect(await second).toBe('second');
    expect(await line.run(() => Promise.resolve('free again'))).toBe('free again');
  });

  it('goes on after work that fails', async () => {
    const line = new HashLine(1, 1);
    await expect(line.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await line.run(() => Promise.resolve(1))).toBe(1);
  });
});
