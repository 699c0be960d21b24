import { describe, expect, it } from 'vitest';
import type { RequestView } from '../../../modules/requests/index.js';
import { neighboursIn, nextAfter, type WaitingList } from './waiting-list.js';

const waiting = (...ids: string[]): WaitingList => ({
  items: ids.map((id) => ({ id }) as RequestView),
  total: ids.length,
});

describe('what waits', () => {
  it.each([
    ['the one behind it', ['a', 'b', 'c'], 'b', 'c'],
    ['the oldest, after the last one', ['a', 'b', 'c'], 'c', 'a'],
    ['the oldest, after one that is not in the list', ['a', 'b'], 'x', 'a'],
    ['nothing, after the only one', ['a'], 'a', undefined],
    ['nothing where nothing waits', [], 'x', undefined],
  ])('comes next: %s', (_words, ids, decided, next) => {
    expect(nextAfter(waiting(...ids), decided)?.id).toBe(next);
  });

  it('has neighbours only where there are some', () => {
    const list = waiting('a', 'b', 'c');
    expect(neighboursIn(list, 'a')).toEqual({ place: 0, previous: undefined, next: { id: 'b' } });
    expect(neighboursIn(list, 'c')).toEqual({ place: 2, previous: { id: 'b' }, next: undefined });
    expect(neighboursIn(list, 'x')).toEqual({ place: -1, previous: undefined, next: undefined });
  });
});
