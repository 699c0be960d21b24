import { HR_ADMIN, SIGNED_IN } from '../kinds.js';
import type { Rows } from '../row.js';

/** Settings, lists and the audit. */
export const ORGANIZATION_ROWS: Rows = {
  'GET /hr/settings/organization': { who: HR_ADMIN },
  'POST /hr/settings/organization': { who: HR_ADMIN, answer: 422 },
  'GET /hr/settings/working-time': { who: HR_ADMIN },
  'POST /hr/settings/working-time': { who: HR_ADMIN, answer: 422 },
  'POST /hr/settings/working-time/holidays': { who: HR_ADMIN, answer: 422, body: { lines: '2026-01-26 Republic Day' } },
  'POST /hr/settings/working-time/holiday-removal': { who: HR_ADMIN, answer: 422, body: { date: '2026-01-26' } },
  'GET /hr/settings/requests': { who: HR_ADMIN },
  'POST /hr/settings/requests': { who: HR_ADMIN, answer: 422 },
  'GET /hr/settings/access': { who: HR_ADMIN },
  'POST /hr/settings/access': { who: HR_ADMIN, answer: 422 },
  'GET /hr/settings/mail': { who: HR_ADMIN },
  'POST /hr/settings/mail': { who: HR_ADMIN, answer: 422 },
  'POST /hr/settings/mail/test': { who: HR_ADMIN, answer: 202, page: 303 },
  'GET /hr/settings/features': { who: HR_ADMIN },
  'POST /hr/settings/features': { who: HR_ADMIN, answer: 422 },
  'POST /hr/settings/organization/logo': { who: HR_ADMIN, answer: 422 },
  'POST /hr/settings/organization/logo-removal': { who: HR_ADMIN, page: 303 },
  // Everybody sees the own organization's; on this stage nobody has one.
  'GET /organization/logo': { who: SIGNED_IN, answer: 404 },
  'GET /hr/lists': { who: HR_ADMIN },
  'POST /hr/lists': { who: HR_ADMIN, answer: 422, body: { list: 'grades', action: 'add', value: 'E1' } },
  'GET /hr/audit': { who: HR_ADMIN },
  'POST /hr/audit/export': { who: HR_ADMIN },
};
