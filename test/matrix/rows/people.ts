import { HR_ADMIN, HR_ADMIN_RECORD } from '../kinds.js';
import type { Rows } from '../row.js';

/** A record of the organization's HR; what others send is complete, so that nothing but the record is missing. */
const OF_A_PERSON = { who: HR_ADMIN_RECORD, id: 'person' } as const;
const USES_UP = { who: HR_ADMIN_RECORD, id: 'freshPerson' } as const;

/** The directory and what HR does with people. */
export const PEOPLE_ROWS: Rows = {
  'GET /hr/employees': { who: HR_ADMIN },
  'POST /hr/employees/export': { who: HR_ADMIN },
  'GET /hr/register-employee': { who: HR_ADMIN },
  'POST /hr/register-employee': { who: HR_ADMIN, answer: 422, body: { name: 'Guy Gilbert' } },
  'GET /hr/employees/:id': OF_A_PERSON,
  'GET /hr/employees/:id/edit': OF_A_PERSON,
  'POST /hr/employees/:id/edit': { ...OF_A_PERSON, page: 303, body: { phone: '555' } },
  'POST /hr/employees/:id/grants': { ...OF_A_PERSON, page: 303, body: { grants: 'ta_va' } },
  'GET /hr/employees/:id/deactivation': OF_A_PERSON,
  'POST /hr/employees/:id/deactivation': { ...OF_A_PERSON, answer: 422, body: { reason: 'Left.' } },
  'POST /hr/employees/:id/reactivation': { ...OF_A_PERSON, answer: 422, body: { reason: 'Came back.' } },
  'POST /hr/employees/:id/exit': { ...OF_A_PERSON, page: 303, body: { exitDate: '2027-01-01' } },
  'GET /hr/employees/:id/reports': OF_A_PERSON,
  'POST /hr/employees/:id/reports': { ...OF_A_PERSON, answer: 422, body: { to: 'AW0001', all: 'true' } },
  'POST /hr/employees/:id/initial-password': { ...OF_A_PERSON, answer: 422, body: { password: 'Points-demo-2027' } },
  'POST /hr/employees/:id/sessions-end': { ...USES_UP, page: 303 },
  'POST /hr/employees/:id/session-end': { ...OF_A_PERSON, answer: 422, body: { id: '0123456789abcdef01234567' } },
};
