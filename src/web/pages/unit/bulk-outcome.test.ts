import { expect, it } from 'vitest';
import { bulkSummary } from './bulk-outcome.js';

const failed = (...codes: string[]) => codes.map((code) => ({ code }));
const decided = 'request.already_decided';

it.each([
  [13, failed(decided, decided), 'approved', 'warning', '13 approved, 2 were already decided.'],
  [1, failed(decided), 'rejected', 'warning', '1 rejected, 1 was already decided.'],
  [3, [], 'approved', 'success', '3 approved.'],
  [0, failed('request.not_found'), 'approved', 'warning', '0 approved, 1 could not be decided by you.'],
  [1, failed('request.not_reached'), 'approved', 'warning', '1 approved, 1 was not reached.'],
  [1, failed('request.changed_meanwhile'), 'approved', 'warning', '1 approved, 1 changed meanwhile.'],
  [
    2,
    failed(decided, 'request.not_assigned', 'request.other_eyes'),
    'rejected',
    'warning',
    '2 rejected, 1 was already decided, 2 could not be decided by you.',
  ],
] as const)('%s done, %j', (count, failures, word, kind, text) => {
  const done = Array.from({ length: count }, (_, index) => String(index));
  expect(bulkSummary({ done, failed: failures }, word)).toEqual({ kind, text });
});
