import { describe, expect, it } from 'vitest';
import { entryChecksum } from './entry-checksum.js';
import type { EntryRecord } from './entry.model.js';
import { examineAccount, type AccountState } from './examine-account.js';
import { sumEntries } from './sum-entries.js';

const PERSON = 'a'.repeat(24);

/** A sound account with entries of 100, 200, 300 ... points, with the ids e1, e2, e3 ... */
function soundAccount(
  count: number,
): AccountState & { entries: EntryRecord[]; account: NonNullable<AccountState['account']> } {
  const entries: EntryRecord[] = [];
  for (let sequence = 1; sequence <= count; sequence += 1) {
    const before = entries.at(-1);
    const unsigned = {
      _id: `e${sequence}`,
      organization: 'o',
      person: PERSON,
      sequence,
      kind: 'earn',
      class: 'regular',
      points: 100 * sequence,
      categoryCode: 'interviews',
      unit: 'ta',
      quarter: '2025-Q3',
      year: 2025,
      month: '2025-11',
      effectiveDate: '2025-11-10',
      sourceKey: `request:${sequence}`,
      source: { type: 'request', id: String(sequence) },
      reason: 'because',
      basis: { value: 100, quantity: sequence, grade: 'C1', categoryVersion: 1 },
      correctsEntryId: null,
      by: { kind: 'system', id: null, name: 'test' },
      at: new Date('2025-11-12T06:00:00Z'),
      previousId: before?._id ?? null,
      previousChecksum: before?.checksum ?? '',
    } as const;
    entries.push({ ...unsigned, checksum: entryChecksum(unsigned) });
  }
  const last = entries.at(-1);
  return {
    personId: PERSON,
    entries,
    account: {
      _id: 'a',
      person: PERSON,
      entries: count,
      lastEntryId: last?._id ?? null,
      lastChecksum: last?.checksum ?? '',
    },
    totals: totalsOf(entries),
    breakdowns: [],
  };
}

function totalsOf(entries: readonly EntryRecord[]): AccountState['totals'] {
  return [...sumEntries(entries).values()].map((total, index) => ({ _id: `t${index}`, person: PERSON, ...total }));
}

/** Differences of the chain alone, as short words. */
function chainOf(state: AccountState): string[] {
  return examineAccount({ ...state, totals: totalsOf(state.entries) }).map((difference) =>
    'sequence' in difference ? `${difference.type} ${difference.sequence} ${difference.entryId}` : difference.type,
  );
}

function resign(entry: EntryRecord, changes: Partial<EntryRecord>): EntryRecord {
  const changed = { ...entry, ...changes };
  return { ...changed, checksum: entryChecksum(changed) };
}

describe('examineAccount', () => {
  it('finds nothing wrong with a sound account, nor with an empty one', () => {
    expect(examineAccount(soundAccount(4))).toEqual([]);
    expect(examineAccount({ personId: PERSON, account: undefined, entries: [], totals: [], breakdowns: [] })).toEqual(
      [],
    );
  });

  it.each<[string, Partial<EntryRecord>]>([
    ['points', { points: 1 }],
    ['person', { person: 'b'.repeat(24) }],
    ['kind', { kind: 'award' }],
    ['class', { class: 'bonus' }],
    ['quarter', { quarter: '2025-Q2' }],
    ['year', { year: 2024 }],
    ['month', { month: '2025-10' }],
    ['effective date', { effectiveDate: '2025-11-09' }],
    ['category', { categoryCode: 'feedback' }],
    ['unit', { unit: 'hr' }],
    ['source key', { sourceKey: 'request:9' }],
    ['source', { source: { type: 'award', id: '2' } }],
    ['reason', { reason: 'another' }],
    ['basis', { basis: { value: 1, quantity: 2, grade: 'C1', categoryVersion: 1 } }],
    ['corrected entry', { correctsEntryId: 'e1' }],
    ['writer', { by: { kind: 'person', id: 'x', name: 'test' } }],
    ['time', { at: new Date('2025-11-12T06:00:01Z') }],
    ['organization', { organization: 'p' }],
    ['entry before', { previousId: 'e9' }],
    ['checksum before', { previousChecksum: 'f' }],
    ['checksum', { checksum: 'f' }],
  ])('names an entry whose %s was changed', (_field, change) => {
    const state = soundAccount(3);
    const entries = state.entries.map((entry) => (entry.sequence === 2 ? { ...entry, ...change } : entry));
    expect(chainOf({ ...state, entries })).toEqual(['entry.altered 2 e2']);
  });

  it.each([1, 2, 3])('names entry %i, and only that, when it was changed and given a fitting checksum', (sequence) => {
    const state = soundAccount(3);
    const entries = state.entries.map((entry) => (entry.sequence === sequence ? resign(entry, { points: 1 }) : entry));
    expect(chainOf({ ...state, entries })).toEqual([`entry.altered ${sequence} e${sequence}`]);
  });

  it('names every changed entry', () => {
    const state = soundAccount(5);
    const entries = state.entries.map((entry) => (entry.sequence % 2 === 0 ? { ...entry, points: 1 } : entry));
    expect(chainOf({ ...state, entries })).toEqual(['entry.altered 2 e2', 'entry.altered 4 e4']);
  });

  it.each([
    [[1], ['entry.missing 1 e1']],
    [[2], ['entry.missing 2 e2']],
    [[4], ['entry.missing 4 e4']],
    [
      [2, 3],
      ['entry.missing 2 null', 'entry.missing 3 e3'],
    ],
    [
      [1, 2, 3, 4],
      ['entry.missing 1 null', 'entry.missing 2 null', 'entry.missing 3 null', 'entry.missing 4 e4'],
    ],
  ])('names the removed entries %j', (removed, expected) => {
    const state = soundAccount(4);
    expect(chainOf({ ...state, entries: state.entries.filter(({ sequence }) => !removed.includes(sequence)) })).toEqual(
      expected,
    );
  });

  it('names an entry that the ledger never wrote', () => {
    const state = soundAccount(2);
    const [, last] = state.entries;
    if (last === undefined) throw new Error('two entries');
    const added = resign(last, { _id: 'e3', sequence: 3, previousId: last._id, previousChecksum: last.checksum });
    expect(chainOf({ ...state, entries: [...state.entries, added] })).toEqual(['entry.foreign 3 e3']);
    const twice = resign(last, { _id: 'e9' });
    expect(chainOf({ ...state, entries: [...state.entries, twice] })).toEqual(['entry.foreign 2 e9']);
  });

  it('reports an account that is gone or names another last entry', () => {
    const state = soundAccount(2);
    expect(chainOf({ ...state, account: undefined })).toContain('account.altered');
    expect(chainOf({ ...state, account: { ...state.account, lastEntryId: 'e1' } })).toEqual(['account.altered']);
  });

  it('reports totals beside a changed entry', () => {
    const state = soundAccount(2);
    const entries = state.entries.map((entry) => (entry.sequence === 2 ? { ...entry, points: 2000 } : entry));
    expect(examineAccount({ ...state, entries }).map(({ type }) => type)).toEqual([
      'entry.altered',
      'total.wrong',
      'total.wrong',
      'total.wrong',
    ]);
  });
});
