import { CENTRAL, CENTRAL_RECORD } from '../kinds.js';
import type { Rows } from '../row.js';

/** Files of points that central keeps for a day. */
export const EXPORT_ROWS: Rows = {
  'GET /central/exports': { who: CENTRAL },
  'GET /central/exports/:id': { who: CENTRAL_RECORD, id: 'export' },
  'GET /central/exports/:id/file': { who: CENTRAL_RECORD, id: 'export' },
  // It is done already.
  'POST /central/exports/:id/cancellation': { who: CENTRAL_RECORD, id: 'export', answer: 409 },
  'POST /central/exports/:id/deletion': { who: CENTRAL_RECORD, id: 'freshExport', page: 303 },
};
