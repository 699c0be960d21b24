import { OWNER, SIGNED_IN } from '../kinds.js';
import type { Rows } from '../row.js';

/** What a person is told, and what the person wants to hear. */
export const MESSAGE_ROWS: Rows = {
  'GET /employee/notifications': { who: SIGNED_IN },
  'GET /employee/notifications/:id': { who: OWNER, id: 'notification', page: 303 },
  'POST /employee/notifications/read': { who: SIGNED_IN, page: 303 },
  'GET /employee/profile/messages': { who: SIGNED_IN },
  'POST /employee/profile/messages': { who: SIGNED_IN, page: 303 },
};
