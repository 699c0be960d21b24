import { describe, expect, it } from 'vitest';
import { createLines, createSharedWork } from './shared-work.js';

/** Work that a test ends when it wants to. */
function held() {
  let end = (): void => undefined;
  const work = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work, end };
}

describe('work of one line', () => {
  it('is done in the order in which it was asked for, and another line does not wait for it', async () => {
    const lines = createLines();
    const { work, end } = held();
    const done: string[] = [];
    const first = lines('one', () => work.then(() => void done.push('first')));
    const second = lines('one', () => Promise.resolve(void done.push('second')));
    await lines('other', () => Promise.resolve(void done.push('elsewhere')));
    expect(done).toEqual(['elsewhere']);
    end();
    await Promise.all([first, second]);
    expect(done).toEqual(['elsewhere', 'first', 'second']);
  });

  it('goes on after a failure, which only the one who asked hears of', async () => {
    const lines = createLines();
    const failed = lines('one', () => Promise.reject(new Error('no room')));
    const next = lines('one', () => Promise.resolve());
    await expect(failed).rejects.toThrow('no room');
    await expect(next).resolves.toBeUndefined();
  });
});

describe('shared work', () => {
  it('is begun once for all who ask meanwhile, and again for whoever asks later', async () => {
    const shared = createSharedWork();
    const { work, end } = held();
    let begun = 0;
    const start = () => {
      begun += 1;
      return work;
    };
    const both = [shared('one', start), shared('one', start)];
    expect(begun).toBe(1);
    end();
    await Promise.all(both);
    await shared('one', start);
    expect(begun).toBe(2);
  });
});
