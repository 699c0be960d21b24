import { HR_ADMIN_RECORD, OWNER, SIGNED_IN } from '../kinds.js';
import type { Access } from '../kinds.js';
import type { Row, Rows } from '../row.js';

/** The absence is the manager's; to everybody else it does not exist. */
const ABSENT: Access = { ...OWNER, employee: 404, approver: 'in' };
const body = { from: '2026-02-02', to: '2026-02-02', delegate_pm: '0123456789abcdef01234567' };
const own: Omit<Row, 'who'> = { id: 'absence', unit: 'pm' };

/** Delegates. */
export const ABSENCE_ROWS: Rows = {
  'GET /employee/absence': { who: SIGNED_IN },
  'POST /employee/absence': { who: SIGNED_IN, answer: 422 },
  'POST /employee/absence/preview': { who: SIGNED_IN, answer: 422 },
  'GET /employee/absence/:id': { who: ABSENT, ...own },
  'POST /employee/absence/:id': { who: ABSENT, ...own, answer: 422, body },
  'POST /employee/absence/:id/preview': { who: ABSENT, ...own, answer: 422, body },
  'POST /employee/absence/:id/cancellation': { who: ABSENT, id: 'freshAbsence', unit: 'pm', page: 303 },
  'GET /hr/employees/:id/absence': { who: HR_ADMIN_RECORD, id: 'person' },
  'POST /hr/employees/:id/absence': { who: HR_ADMIN_RECORD, id: 'person', answer: 422, body },
  'POST /hr/employees/:id/absence/preview': { who: HR_ADMIN_RECORD, id: 'person', answer: 422, body },
  'GET /hr/absences/:id': { who: HR_ADMIN_RECORD, id: 'absence' },
  'POST /hr/absences/:id': { who: HR_ADMIN_RECORD, id: 'absence', answer: 422, body },
  'POST /hr/absences/:id/preview': { who: HR_ADMIN_RECORD, id: 'absence', answer: 422, body },
  'POST /hr/absences/:id/cancellation': { who: HR_ADMIN_RECORD, id: 'freshAbsence', page: 303 },
};
