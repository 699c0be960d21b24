import { UNIT_VALIDATORS, HR_ADMIN, HR_ADMIN_RECORD } from '../kinds.js';
import type { Rows } from '../row.js';

const id = '0123456789abcdef01234567';
const reassignment = { toId: id, reason: 'On leave.' };

/** Pending items of the company. */
export const TRACKER_ROWS: Rows = {
  'GET /hr/pending-tracker': { who: HR_ADMIN },
  'POST /hr/pending-tracker/reassignment': { who: HR_ADMIN, answer: 422, body: { ids: [id], ...reassignment } },
  'POST /hr/pending-tracker/reminder': { who: HR_ADMIN, answer: 422, body: { ids: [id] } },
  'POST /hr/pending-tracker/export': { who: HR_ADMIN },
  'GET /hr/pending-tracker/:id': { who: HR_ADMIN_RECORD, id: 'ownRequest' },
  'POST /hr/requests/:id/reassignment': {
    who: { ...HR_ADMIN, otherAdmin: 404 },
    answer: 422,
    id: 'ownRequest',
    body: reassignment,
  },
  'POST /hr/requests/:id/reminder': { who: HR_ADMIN_RECORD, page: 303, id: 'freshRequest', body: {} },
  'POST /hr/requests/:id/takeover': {
    who: UNIT_VALIDATORS,
    id: 'unitRequest',
    answer: 422,
    body: { reason: 'Left.' },
  },
  'POST /ta/requests/:id/takeover': {
    who: UNIT_VALIDATORS,
    id: 'unitRequest',
    answer: 422,
    body: { reason: 'Left.' },
  },
  'POST /ld/requests/:id/takeover': {
    who: UNIT_VALIDATORS,
    id: 'unitRequest',
    answer: 422,
    body: { reason: 'Left.' },
  },
  'POST /pmo/requests/:id/takeover': {
    who: UNIT_VALIDATORS,
    id: 'unitRequest',
    answer: 422,
    body: { reason: 'Left.' },
  },
};
