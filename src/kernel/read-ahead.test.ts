import { describe, expect, it } from 'vitest';
import { readAhead } from './read-ahead.js';

async function* names(count: number, named: number[] = []): AsyncGenerator<number, void> {
  for (let name = 1; name <= count; name += 1) {
    named.push(name);
    yield await Promise.resolve(name);
  }
}

/** A reader whose things arrive when they are told to. */
function heldReader() {
  const arrive = new Map<number, () => void>();
  return {
    arrive,
    read: (name: number) => new Promise<string>((resolve) => arrive.set(name, () => resolve(`thing ${name}`))),
  };
}

describe('reading ahead', () => {
  it('hands over everything in its order, whatever arrives first', async () => {
    const { arrive, read } = heldReader();
    const things: string[] = [];
    const reading = (async () => {
      for await (const thing of readAhead(names(3), read, 2)) things.push(thing);
    })();
    for (const name of [3, 2, 1]) {
      await expect.poll(() => arrive.has(name)).toBe(true);
      arrive.get(name)?.();
    }
    await reading;
    expect(things).toEqual(['thing 1', 'thing 2', 'thing 3']);
  });

  it('reads no further ahead than it is told to', async () => {
    const named: number[] = [];
    const things = readAhead(names(10, named), (name) => Promise.resolve(name), 2);
    expect((await things.next()).value).toBe(1);
    expect(named).toEqual([1, 2, 3]);
    await things.return();
    expect(named).toEqual([1, 2, 3]);
  });

  it('fails where a thing fails, after those before it', async () => {
    const read = (name: number) => (name === 2 ? Promise.reject(new Error('gone')) : Promise.resolve(name));
    const things = readAhead(names(5), read, 3);
    expect((await things.next()).value).toBe(1);
    await expect(things.next()).rejects.toThrow('gone');
  });

  it('has nothing to hand over where nothing is named', async () => {
    expect((await readAhead(names(0), (name) => Promise.resolve(name), 2).next()).done).toBe(true);
  });
});
