import { CENTRAL, CENTRAL_RECORD, TOLD } from '../kinds.js';
import type { Rows } from '../row.js';

const words = { subject: 'Town hall', text: 'Join us.' };

/** Announcements, and awards by file of central. */
export const ANNOUNCEMENT_ROWS: Rows = {
  'GET /central/batch': { who: CENTRAL },
  'GET /central/batch/template': { who: CENTRAL },
  'GET /central/batch/files': { who: CENTRAL },
  'POST /central/batch': { who: CENTRAL, answer: 422 },

  'GET /central/announcements': { who: CENTRAL },
  'GET /central/announcements/new': { who: CENTRAL },
  'POST /central/announcements/preview': { who: CENTRAL, answer: 422, body: words },
  'POST /central/announcements': { who: CENTRAL, answer: 422, body: words },
  'GET /central/announcements/:id': { who: CENTRAL_RECORD, id: 'announcement' },
  'POST /central/announcements/:id/cancellation': { who: CENTRAL_RECORD, id: 'freshAnnouncement', page: 303 },
  'GET /employee/announcements/:id': { who: TOLD, id: 'announcement' },
};
