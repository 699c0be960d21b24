import { describe, expect, it } from 'vitest';
import { paths, safeNext, unitPaths, withQuery } from './paths.js';

describe('safeNext', () => {
  it.each(['/', '/employee/history', '/employee/history?period=2025-Q3&page=2', '/pm/requests?q=a%20b', '/a:b@c'])(
    'keeps %s',
    (next) => {
      expect(safeNext(next)).toBe(next);
    },
  );

  it.each([
    undefined,
    '',
    'employee/history',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/a\\b',
    'https://evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/\n/evil.example',
    '/a b',
    '/\u0000',
    '/grüße',
    '/a\r\nSet-Cookie: a=b',
  ])('leads home instead of to %j', (next) => {
    expect(safeNext(next)).toBe(paths.home);
  });

  it.each(['/.//evil.example', '/..//evil.example', '/a/..//evil.example', '/./\\evil.example'])(
    'never ends at another origin: %s',
    (next) => {
      const end = new URL(safeNext(next), 'http://here.invalid');
      expect(end.origin).toBe('http://here.invalid');
    },
  );
});

describe('withQuery', () => {
  it('leaves out what is empty and encodes the rest', () => {
    expect(withQuery('/people', { q: 'a&b=c', page: 2, size: undefined, sort: null, grade: '' })).toBe(
      '/people?q=a%26b%3Dc&page=2',
    );
    expect(withQuery('/people', { q: undefined })).toBe('/people');
    expect(withQuery('/people', { page: 0 })).toBe('/people?page=0');
  });
});

it('addresses of units lie under their key and take an id where one is given', () => {
  expect(unitPaths('pm').decision()).toBe('/pm/requests/:id/decision');
  expect(unitPaths('ta').request('abc')).toBe('/ta/requests/abc');
});
