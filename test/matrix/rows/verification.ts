import { CENTRAL } from '../kinds.js';
import type { Rows } from '../row.js';

export const VERIFICATION_ROWS: Rows = {
  'GET /central/verification': { who: CENTRAL },
  'POST /central/verification': { who: CENTRAL, answer: 202, page: 303, body: {} },
};
