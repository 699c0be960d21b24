import { OWNER, SIGNED_IN } from '../kinds.js';
import type { Rows } from '../row.js';

export const STATEMENT_ROWS: Rows = {
  'GET /employee/entries/:id': { who: OWNER, id: 'entry' },
  'GET /employee/history/export': { who: SIGNED_IN },
  'GET /employee/utilization': { who: SIGNED_IN },
  'GET /employee/statement': { who: SIGNED_IN },
};
