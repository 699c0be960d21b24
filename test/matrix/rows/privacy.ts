import { HR_ADMIN_RECORD, SIGNED_IN } from '../kinds.js';
import type { Rows } from '../row.js';

/** Copies of personal data, and erasure. */
export const PRIVACY_ROWS: Rows = {
  'GET /employee/profile/data': { who: SIGNED_IN },
  'POST /employee/profile/data-export': { who: SIGNED_IN },
  'POST /hr/employees/:id/data-export': { who: HR_ADMIN_RECORD, id: 'person' },
  'GET /hr/employees/:id/erasure': { who: HR_ADMIN_RECORD, id: 'person' },
  'POST /hr/employees/:id/erasure': {
    who: HR_ADMIN_RECORD,
    id: 'person',
    answer: 422,
    body: { reason: 'Asked for it.', confirmation: 'AW0001' },
  },
};
