import { CENTRAL } from '../kinds.js';
import type { Rows } from '../row.js';

/** Announcements, and awards by file of central. */
export const ANNOUNCEMENT_ROWS: Rows = {
  'GET /central/batch': { who: CENTRAL },
  'GET /central/batch/template': { who: CENTRAL },
  'GET /central/batch/files': { who: CENTRAL },
  'POST /central/batch': { who: CENTRAL, answer: 422 },
};
