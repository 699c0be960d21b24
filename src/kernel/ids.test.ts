import { describe, expect, it } from 'vitest';
import { isId, newId, newToken } from './ids.js';

describe('newId', () => {
  it('makes ids that sort in the order of making, also within a second', () => {
    const instant = new Date('2026-02-10T10:00:00Z');
    const ids = Array.from({ length: 1000 }, () => newId(instant));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(1000);
  });

  it('makes ids of 24 hexadecimal digits', () => {
    expect(isId(newId())).toBe(true);
  });
});

describe('isId', () => {
  it.each(['', '../x', '%00', 'g'.repeat(24), 'a'.repeat(25), 'A'.repeat(24), 5, null, ['a'.repeat(24)]])(
    'refuses %j',
    (value) => {
      expect(isId(value)).toBe(false);
    },
  );
});

describe('newToken', () => {
  it('has 256 bits and no two are alike', () => {
    expect(Buffer.from(newToken(), 'base64url')).toHaveLength(32);
    expect(newToken()).not.toBe(newToken());
  });
});
