import { HOLDERS } from '../kinds.js';
import type { Row, Rows } from '../row.js';

const award = { categoryCode: 'initiative_ai', notes: 'Well done.' };
const preview: Row = { who: HOLDERS, answer: 422, body: { person: 'Jo Brown', ...award } };
const grant: Row = { who: HOLDERS, answer: 422, body: { personId: '0123456789abcdef01234567', ...award } };

/** Points granted without a request; HR's stand with its allocations. */
export const AWARD_ROWS: Rows = {
  'GET /pm/awards': { who: HOLDERS },
  'POST /pm/awards/preview': preview,
  'POST /pm/awards': grant,
  'GET /marketing/awards': { who: HOLDERS },
  'POST /marketing/awards/preview': preview,
  'POST /marketing/awards': grant,
};
