import { HR_ADMIN, HR_ADMIN_RECORD } from '../kinds.js';
import type { Rows } from '../row.js';

/** Mails on their way. */
export const MAIL_ROWS: Rows = {
  'GET /hr/mails': { who: HR_ADMIN },
  'GET /hr/mails/:id': { who: HR_ADMIN_RECORD, id: 'mail' },
  // The one at hand is kept, not given up.
  'POST /hr/mails/:id/resend': { who: HR_ADMIN_RECORD, id: 'mail', answer: 409, body: {} },
  'POST /hr/mails/resend': { who: HR_ADMIN, answer: 202, page: 303, body: {} },
};
