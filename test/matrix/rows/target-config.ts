import { CENTRAL, CENTRAL_RECORD } from '../kinds.js';
import type { Rows } from '../row.js';

/** Targets, milestones, threshold and cap. */
export const TARGET_CONFIG_ROWS: Rows = {
  'GET /central/config': { who: CENTRAL },
  'GET /central/config/new': { who: CENTRAL },
  'POST /central/config/preview': { who: CENTRAL, answer: 422 },
  'POST /central/config': { who: CENTRAL, answer: 422 },
  'GET /central/config/:id': { who: CENTRAL_RECORD, id: 'freshTargets' },
  'POST /central/config/:id/withdrawal': { who: CENTRAL_RECORD, id: 'freshTargets', page: 303 },
};
