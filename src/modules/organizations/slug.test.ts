import { expect, it } from 'vitest';
import { slugOf } from './slug.js';

it.each([
  ['AdventureWorks', 'adventureworks'],
  ['Adventure Works, Inc.', 'adventure-works-inc'],
  ['  Société Générale ', 'societe-generale'],
  ['3M', '3m'],
  ['x'.repeat(100), 'x'.repeat(60)],
  ['株式会社', ''],
  ['../../etc', 'etc'],
])('the slug of %j is %j', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});
