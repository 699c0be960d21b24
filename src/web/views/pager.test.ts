import { describe, expect, it } from 'vitest';
import { initialsOf, pagerOf } from './pager.js';

const pager = (number: number, total: number) => pagerOf({ number, size: 25, total }, (page) => `?page=${page}`);

describe('pagerOf', () => {
  it.each([
    [1, 0, 0, 0, []],
    [1, 25, 1, 25, []],
    [1, 26, 1, 25, [1, 2]],
    [2, 26, 26, 26, [1, 2]],
    [5, 1240, 101, 125, [1, '…', 4, 5, 6, '…', 50]],
    [2, 1240, 26, 50, [1, 2, 3, '…', 50]],
  ])('page %i of %i rows shows %i to %i', (number, total, from, to, pages) => {
    const made = pager(number, total);
    expect([made.from, made.to, made.pages.map((page) => page?.number ?? '…')]).toEqual([from, to, pages]);
  });

  it('links to neighbours only where there are some', () => {
    expect(pager(1, 60)).toMatchObject({ nextHref: '?page=2' });
    expect(pager(1, 60)).not.toHaveProperty('previousHref');
    expect(pager(3, 60)).toMatchObject({ previousHref: '?page=2' });
    expect(pager(3, 60)).not.toHaveProperty('nextHref');
  });
});

it.each([
  ['Jo Brown', 'JB'],
  ['Janice van Galvin', 'JG'],
  ['Sánchez', 'S'],
  ['  ', ''],
  ['élodie 李', 'É李'],
])('%s is %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
