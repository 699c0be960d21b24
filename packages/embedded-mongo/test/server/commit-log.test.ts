import { describe, expect, it } from 'vitest';
import { ChangeSet } from '../../src/store/change-set.js';
import { ReadSet } from '../../src/store/read-set.js';
import { CommitLog } from '../../src/transactions/commit-log.js';
import type { Doc } from '../../src/values/types.js';

function rows(collection: number, ...rids: number[]): ChangeSet {
  const set = new ChangeSet();
  for (const rid of rids) set.add(collection, rid);
  return set;
}

function whole(collection: number): ChangeSet {
  const set = new ChangeSet();
  set.addAll(collection);
  return set;
}

/** A transaction that looked for documents with n = 5 in collection 1 and found row 10. */
function reader(): ReadSet {
  const reads = new ReadSet();
  reads.addQuery(1, (doc) => doc.get('n') === 5).add(10);
  return reads;
}

const nowWith = (n: number | undefined) => (): Doc | undefined => (n === undefined ? undefined : new Map([['n', n]]));

describe('a transaction is affected by', () => {
  it.each<[string, ChangeSet, number | undefined, boolean]>([
    ['a change of a document it found', rows(1, 10), 1, true],
    ['the deletion of a document it found', rows(1, 10), undefined, true],
    ['a document that it would find now', rows(1, 11), 5, true],
    ['not by one it would not find', rows(1, 11, 12), 6, false],
    ['not by the deletion of another', rows(1, 11), undefined, false],
    ['not by another collection', rows(2, 10), 5, false],
    ['the loss of the collection', whole(1), undefined, true],
  ])('%s', (_name, changes, now, expected) => {
    expect(reader().isAffectedBy(changes, nowWith(now))).toBe(expected);
  });

  it('anything in a collection of which it read everything', () => {
    const reads = reader();
    reads.addAll(1);
    expect(reads.isAffectedBy(rows(1, 99), nowWith(0))).toBe(true);
  });
});

describe('the commit log', () => {
  it('tells what was changed since a snapshot, for the oldest one', () => {
    const log = new CommitLog();
    log.append(rows(1, 1));
    const old = log.openSnapshot();
    log.append(rows(1, 2));
    const young = log.openSnapshot();
    log.append(rows(1, 3));
    log.append(whole(2));
    expect([...(log.changesSince(young)?.entries() ?? [])]).toEqual([
      [1, new Set([3])],
      [2, 'all'],
    ]);
    log.closeSnapshot(young);
    expect([...(log.changesSince(old)?.entries() ?? [])][0]).toEqual([1, new Set([2, 3])]);
  });

  it('admits that it has forgotten', () => {
    const log = new CommitLog();
    const snapshot = log.openSnapshot();
    for (let i = 0; i < 10_001; i += 1) log.append(rows(1, i));
    expect(log.changesSince(snapshot)).toBeUndefined();
  });
});
