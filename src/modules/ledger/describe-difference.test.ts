import { expect, it } from 'vitest';
import { describeDifference } from './describe-difference.js';
import type { Difference } from './difference.js';

const personId = 'p1';
const stored = { period: '2025', regular: 400, bonus: 0 } as const;

it.each<[Difference, string]>([
  [{ type: 'entry.altered', personId, sequence: 2, entryId: 'e2' }, 'person p1: entry 2 (e2) is not what was written'],
  [{ type: 'entry.missing', personId, sequence: 2, entryId: 'e2' }, 'person p1: entry 2 (e2) is missing'],
  [{ type: 'entry.missing', personId, sequence: 2, entryId: null }, 'person p1: entry 2 (id unknown) is missing'],
  [
    { type: 'entry.foreign', personId, sequence: 2, entryId: 'e2' },
    'person p1: entry 2 (e2) was not written by the ledger',
  ],
  [{ type: 'account.altered', personId }, 'person p1: the account does not end where its entries do'],
  [
    { type: 'total.wrong', personId, period: '2025', stored, computed: undefined },
    'person p1: the total of 2025 says 400 regular and 0 bonus, the entries say nothing',
  ],
])('%j is said as "%s"', (difference, line) => {
  expect(describeDifference(difference)).toBe(line);
});
