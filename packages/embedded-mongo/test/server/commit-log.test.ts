import { describe, expect, it } from 'vitest';
import { DocumentSet } from '../../src/store/document-set.js';
import { CommitLog } from '../../src/transactions/commit-log.js';

function documents(collection: number, ...keys: string[]): DocumentSet {
  const set = new DocumentSet();
  for (const key of keys) set.add(collection, Buffer.from(key));
  return set;
}

function whole(collection: number): DocumentSet {
  const set = new DocumentSet();
  set.addAll(collection);
  return set;
}

describe('what changed since a snapshot', () => {
  it.each<[string, DocumentSet, DocumentSet, boolean]>([
    ['the same document', documents(1, 'a', 'b'), documents(1, 'b'), true],
    ['another document', documents(1, 'a'), documents(1, 'b'), false],
    ['the same key elsewhere', documents(1, 'a'), documents(2, 'a'), false],
    ['a document of a scanned collection', documents(1, 'a'), whole(1), true],
    ['a dropped collection', whole(1), documents(1, 'a'), true],
  ])('%s', (_name, changed, read, expected) => {
    const log = new CommitLog();
    log.append(whole(1));
    const snapshot = log.openSnapshot();
    expect(log.changedSince(snapshot, read)).toBe(false);
    log.append(changed);
    expect(log.changedSince(snapshot, read)).toBe(expected);
  });

  it('is remembered for the oldest open snapshot', () => {
    const log = new CommitLog();
    const old = log.openSnapshot();
    log.append(documents(1, 'a'));
    const young = log.openSnapshot();
    log.append(documents(1, 'b'));
    log.closeSnapshot(young);
    expect(log.changedSince(old, documents(1, 'a'))).toBe(true);
    expect(log.changedSince(old, documents(1, 'c'))).toBe(false);
  });
});

it('joins sets', () => {
  const joined = documents(1, 'a');
  joined.merge(documents(1, 'b'));
  joined.merge(whole(2));
  joined.merge(documents(2, 'x'));
  expect(joined.intersects(documents(1, 'b'))).toBe(true);
  expect(joined.intersects(documents(2, 'q'))).toBe(true);
  expect(joined.intersects(documents(3, 'a'))).toBe(false);
  expect(new DocumentSet().isEmpty).toBe(true);
});
