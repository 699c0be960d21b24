import { GRANT_CODE_NAMES } from '../../../kernel/units.js';
import { CLEAR, type PEOPLE_COLUMNS } from './people-columns.js';

/** What goes into each column. The line is to be replaced: none of it passes the check. */
export const PEOPLE_HINTS: Readonly<Record<(typeof PEOPLE_COLUMNS)[number], string>> = {
  name: 'first and last name',
  email: 'name@company.com',
  phone: 'optional',
  employee_id: 'unique',
  grade: 'one of your grades',
  department: 'one of your departments',
  location: 'one of your locations',
  level: 'one of your levels',
  manager: 'e-mail or employee id; optional',
  dp: 'e-mail or employee id; optional',
  grants: `optional, several with commas: ${GRANT_CODE_NAMES.join(' ')}`,
  joining_date: 'YYYY-MM-DD or DD-MM-YYYY',
  exit_date: `optional; ${CLEAR} empties a cell of somebody who is there`,
  password: 'optional; without it an invitation is sent',
};
