import { describe, expect, it } from 'vitest';
import { ExpiringMap } from './expiring-map.js';

describe('ExpiringMap', () => {
  it('forgets an entry when its time is over', () => {
    let now = 0;
    const map = new ExpiringMap<string>(1000, 10, () => now);
    map.set('a', 'kept');
    now = 999;
    expect(map.get('a')).toBe('kept');
    now = 1000;
    expect(map.get('a')).toBeUndefined();
  });

  it('forgets the oldest when it is full; writing again makes young', () => {
    const map = new ExpiringMap<number>(1000, 2, () => 0);
    map.set('a', 1);
    map.set('b', 2);
    map.set('a', 3);
    map.set('c', 4);
    expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([3, undefined, 4]);
  });
});
