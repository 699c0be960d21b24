import {
  ASSIGNED,
  ASSIGNED_VALIDATOR,
  CENTRAL,
  CENTRAL_RECORD,
  DP,
  EVERYBODY,
  EVIDENCE,
  GONE,
  HOLDERS,
  HOLDERS_AND_HR,
  HOLDERS_AND_UPDATERS,
  OWNER,
  SIGNED_IN,
  WHOLE_UNIT,
  WHOLE_UNIT_AND_HR,
} from './kinds.js';
import type { Rows } from './row.js';
import { ACCESS_ROWS } from './rows/access.js';
import { PRIVACY_ROWS } from './rows/privacy.js';
import { PEOPLE_ROWS } from './rows/people.js';
import { ORGANIZATION_ROWS } from './rows/organization.js';
import { IMPORTS_ROWS } from './rows/imports.js';
import { CATALOG_ROWS } from './rows/catalog.js';
import { TRACKER_ROWS } from './rows/tracker.js';
import { ABSENCE_ROWS } from './rows/absence.js';
import { PROPOSAL_ROWS } from './rows/proposals.js';
import { UNIT_IMPORT_ROWS } from './rows/unit-imports.js';
import { AWARD_ROWS } from './rows/awards.js';
import { UTILIZATION_ROWS } from './rows/utilization.js';
import { OWN_PEOPLE_ROWS } from './rows/own-people.js';
import { UNIT_FIGURE_ROWS } from './rows/unit-figures.js';
import { QUEUE_ROWS } from './rows/queue.js';
import { MESSAGE_ROWS } from './rows/messages.js';
import { MAIL_ROWS } from './rows/mails.js';
import { STATEMENT_ROWS } from './rows/statement.js';
import { VERIFICATION_ROWS } from './rows/verification.js';
import { EXPORT_ROWS } from './rows/exports.js';
import { ANALYTICS_ROWS } from './rows/analytics.js';
import { ANNOUNCEMENT_ROWS } from './rows/announcements.js';
import { TARGET_CONFIG_ROWS } from './rows/target-config.js';
import { BONUS_ROWS } from './rows/bonus.js';

const decision = { decision: 'approve', notes: 'Well done.' };
const bulk = { ids: ['0123456789abcdef01234567'], notes: 'Well done.' };

/** One row for every route, by hand: who is let in, and what all others are told. */
export const EXPECTED: Rows = {
  ...ACCESS_ROWS,
  ...PEOPLE_ROWS,
  ...PRIVACY_ROWS,
  ...ORGANIZATION_ROWS,
  ...IMPORTS_ROWS,
  ...CATALOG_ROWS,
  ...TRACKER_ROWS,
  ...ABSENCE_ROWS,
  ...PROPOSAL_ROWS,
  ...UNIT_IMPORT_ROWS,
  ...AWARD_ROWS,
  ...UTILIZATION_ROWS,
  ...OWN_PEOPLE_ROWS,
  ...UNIT_FIGURE_ROWS,
  ...QUEUE_ROWS,
  ...MESSAGE_ROWS,
  ...MAIL_ROWS,
  ...STATEMENT_ROWS,
  ...VERIFICATION_ROWS,
  ...EXPORT_ROWS,
  ...ANALYTICS_ROWS,
  ...ANNOUNCEMENT_ROWS,
  ...TARGET_CONFIG_ROWS,
  ...BONUS_ROWS,

  'GET /': { who: EVERYBODY, page: 303 },
  'GET /auth/login': { who: EVERYBODY },
  'POST /auth/login': { who: EVERYBODY, answer: 422 },
  'GET /auth/logout': { who: EVERYBODY },
  'POST /auth/logout': { who: EVERYBODY, page: 303, endsSession: true },
  'GET /auth/change-password': { who: SIGNED_IN },
  'POST /auth/change-password': { who: SIGNED_IN, answer: 422 },
  'POST /auth/token': { who: EVERYBODY, answer: 422 },
  'POST /auth/token/refresh': { who: EVERYBODY, answer: 422 },
  'POST /auth/token/revoke': { who: EVERYBODY, answer: 422 },
  'GET /auth/session': { who: SIGNED_IN },
  'GET /setup': { who: GONE },
  'POST /setup': {
    who: GONE,
    body: {
      token: 'a guess',
      organization: 'AdventureWorks',
      zone: 'UTC',
      fiscalStartMonth: 4,
      name: 'Guy Gilbert',
      email: 'guy1@adventure-works.com',
      employeeId: 'AW0001',
      password: 'Points-demo-2026',
    },
  },
  'GET /people': { who: SIGNED_IN },
  'POST /employee/theme': { who: EVERYBODY, answer: 422 },

  'GET /employee/dashboard': { who: SIGNED_IN },
  'GET /employee/raise-request': { who: SIGNED_IN },
  'POST /employee/raise-request': { who: SIGNED_IN, answer: 422 },
  'GET /employee/requests': { who: SIGNED_IN },
  'GET /employee/requests/:id': { who: OWNER, id: 'ownRequest' },
  'POST /employee/requests/:id/withdrawal': { who: OWNER, id: 'freshRequest', page: 303 },
  'GET /employee/history': { who: SIGNED_IN },
  'GET /employee/points-summary': { who: SIGNED_IN },
  'GET /employee/leaderboard': { who: SIGNED_IN },
  'POST /employee/attachments': { who: SIGNED_IN, answer: 422 },
  'GET /attachments/:id': { who: EVIDENCE, id: 'evidence', unit: 'marketing' },
  'GET /employee/profile': { who: SIGNED_IN },
  'POST /employee/profile': { who: SIGNED_IN, page: 303 },
  'GET /employee/live': { who: SIGNED_IN },

  'GET /pm/dashboard': { who: HOLDERS },
  'GET /pm/requests': { who: HOLDERS },
  'GET /pm/requests/:id': { who: ASSIGNED, id: 'unitRequest' },
  'POST /pm/requests/:id/decision': { who: ASSIGNED, id: 'unitRequest', answer: 422, body: decision },
  'POST /pm/bulk-approve': { who: HOLDERS, answer: 422, body: bulk },
  'POST /pm/bulk-reject': { who: HOLDERS, answer: 422, body: bulk },

  'GET /pmarch/dashboard': { who: HOLDERS },
  'GET /pmarch/requests': { who: HOLDERS },
  'GET /pmarch/requests/:id': { who: ASSIGNED, id: 'unitRequest' },
  'POST /pmarch/requests/:id/decision': { who: ASSIGNED, id: 'unitRequest', answer: 422, body: decision },
  'POST /pmarch/bulk-approve': { who: HOLDERS, answer: 422, body: bulk },
  'POST /pmarch/bulk-reject': { who: HOLDERS, answer: 422, body: bulk },

  'GET /pmo/dashboard': { who: HOLDERS_AND_UPDATERS },
  'GET /pmo/requests': { who: HOLDERS_AND_UPDATERS },
  'GET /pmo/requests/:id': { who: WHOLE_UNIT, id: 'unitRequest' },
  'POST /pmo/requests/:id/decision': { who: ASSIGNED_VALIDATOR, id: 'unitRequest', answer: 422, body: decision },
  'POST /pmo/bulk-approve': { who: HOLDERS, answer: 422, body: bulk },
  'POST /pmo/bulk-reject': { who: HOLDERS, answer: 422, body: bulk },

  'GET /hr/dashboard': { who: HOLDERS_AND_HR },
  'GET /hr/requests': { who: HOLDERS_AND_HR },
  'GET /hr/requests/:id': { who: WHOLE_UNIT_AND_HR, id: 'unitRequest' },
  // Administration alone does not decide.
  'POST /hr/requests/:id/decision': { who: ASSIGNED_VALIDATOR, id: 'unitRequest', answer: 422, body: decision },
  'POST /hr/bulk-approve': { who: HOLDERS, answer: 422, body: bulk },
  'POST /hr/bulk-reject': { who: HOLDERS, answer: 422, body: bulk },

  'GET /ta/dashboard': { who: HOLDERS_AND_UPDATERS },
  'GET /ta/requests': { who: HOLDERS_AND_UPDATERS },
  'GET /ta/requests/:id': { who: WHOLE_UNIT, id: 'unitRequest' },
  'POST /ta/requests/:id/decision': { who: ASSIGNED_VALIDATOR, id: 'unitRequest', answer: 422, body: decision },
  'POST /ta/bulk-approve': { who: HOLDERS, answer: 422, body: bulk },
  'POST /ta/bulk-reject': { who: HOLDERS, answer: 422, body: bulk },

  'GET /ld/dashboard': { who: HOLDERS_AND_UPDATERS },
  'GET /ld/requests': { who: HOLDERS_AND_UPDATERS },
  'GET /ld/requests/:id': { who: WHOLE_UNIT, id: 'unitRequest' },
  'POST /ld/requests/:id/decision': { who: ASSIGNED_VALIDATOR, id: 'unitRequest', answer: 422, body: decision },
  'POST /ld/bulk-approve': { who: HOLDERS, answer: 422, body: bulk },
  'POST /ld/bulk-reject': { who: HOLDERS, answer: 422, body: bulk },

  'GET /presales/dashboard': { who: HOLDERS },
  'GET /presales/requests': { who: HOLDERS },
  'GET /presales/requests/:id': { who: ASSIGNED, id: 'unitRequest' },
  'POST /presales/requests/:id/decision': { who: ASSIGNED, id: 'unitRequest', answer: 422, body: decision },
  'POST /presales/bulk-approve': { who: HOLDERS, answer: 422, body: bulk },
  'POST /presales/bulk-reject': { who: HOLDERS, answer: 422, body: bulk },

  'GET /marketing/dashboard': { who: HOLDERS },
  'GET /marketing/requests': { who: HOLDERS },
  'GET /marketing/requests/:id': { who: ASSIGNED, id: 'unitRequest' },
  'POST /marketing/requests/:id/decision': { who: ASSIGNED, id: 'unitRequest', answer: 422, body: decision },
  'POST /marketing/bulk-approve': { who: HOLDERS, answer: 422, body: bulk },
  'POST /marketing/bulk-reject': { who: HOLDERS, answer: 422, body: bulk },

  'GET /dp/dashboard': { who: DP },

  'GET /central/dashboard': { who: CENTRAL },
  'GET /central/employees/:id': { who: CENTRAL_RECORD, id: 'person' },
  'POST /central/employees/export': { who: CENTRAL },
  'GET /central/leaderboard': { who: CENTRAL },
  'POST /central/export': { who: CENTRAL, answer: 422, body: { format: 'csv', from: '2025-10-01', to: '2025-12-31' } },

  'GET /dev/mailbox': { who: EVERYBODY },
  'GET /dev/mailbox/:id': { who: EVERYBODY, id: 'mail' },
  'GET /dev/components': { who: EVERYBODY },
  'GET /openapi.json': { who: EVERYBODY },
  'GET /docs': { who: EVERYBODY },
};
