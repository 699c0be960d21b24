import { CENTRAL, CENTRAL_RECORD } from '../kinds.js';
import type { Rows } from '../row.js';

const all = { period: '2025-Q2', allEligible: 'true' };

/** Who gets the bonus of a quarter. */
export const BONUS_ROWS: Rows = {
  'GET /central/bonus': { who: CENTRAL },
  'GET /central/bonus/preview': { who: CENTRAL },
  'POST /central/bonus': { who: CENTRAL, answer: 422, body: all },
  'GET /central/bonus/analysis': { who: CENTRAL },
  'POST /central/bonus/analysis': { who: CENTRAL, answer: 422, body: { period: '2025-Q2' } },
  'GET /central/bonus/runs/:id': { who: CENTRAL_RECORD, id: 'bonusRun' },
  'POST /central/bonus/runs/:id/export': { who: CENTRAL_RECORD, id: 'bonusRun' },
  'GET /central/bonus/:id/reversal': { who: CENTRAL_RECORD, id: 'bonus' },
  'POST /central/bonus/:id/reversal': {
    who: CENTRAL_RECORD,
    id: 'bonus',
    answer: 422,
    body: { reason: 'Counted twice.' },
  },
};
