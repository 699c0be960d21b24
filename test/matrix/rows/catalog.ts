import { HR_ADMIN, HR_ADMIN_RECORD } from '../kinds.js';
import type { Rows } from '../row.js';

const id = '0123456789abcdef01234567';
const terms = { name: 'Hackathon', unit: 'hr', kinds: 'award', baseValue: '100', evidence: 'none' };
const correction = { points: '1', reason: 'Counted twice.' };

/** Categories, corrections and allocations. */
export const CATALOG_ROWS: Rows = {
  'GET /hr/categories': { who: HR_ADMIN },
  'GET /hr/categories/new': { who: HR_ADMIN },
  'POST /hr/categories/new': { who: HR_ADMIN, answer: 422, body: { code: 'hackathon', ...terms } },
  'POST /hr/categories/preview': { who: HR_ADMIN, answer: 422, body: terms },
  'GET /hr/categories/:code': { who: HR_ADMIN_RECORD, id: 'category' },
  'GET /hr/categories/:code/edit': { who: HR_ADMIN_RECORD, id: 'category' },
  'POST /hr/categories/:code/edit': { who: HR_ADMIN_RECORD, id: 'category', answer: 422, body: terms },
  'POST /hr/categories/:code/preview': { who: HR_ADMIN_RECORD, id: 'category', answer: 422, body: terms },
  'POST /hr/categories/:code/status': {
    who: HR_ADMIN_RECORD,
    id: 'category',
    answer: 422,
    body: { status: 'inactive' },
  },
  'POST /hr/categories/:code/withdrawal': { who: HR_ADMIN_RECORD, id: 'category', answer: 422, body: { version: '2' } },
  'POST /hr/categories/:code/deletion': { who: HR_ADMIN_RECORD, id: 'freshCategory', page: 303 },

  'GET /hr/points-allocation': { who: HR_ADMIN },
  'POST /hr/points-allocation/preview': { who: HR_ADMIN, answer: 422 },
  'POST /hr/points-allocation': { who: HR_ADMIN, answer: 422 },

  'GET /hr/people/:id/entries': { who: HR_ADMIN_RECORD, id: 'person' },
  'POST /hr/people/:id/adjustments': {
    who: HR_ADMIN_RECORD,
    id: 'person',
    answer: 422,
    body: { entryId: id, ...correction },
  },
  'GET /hr/entries/:id': { who: HR_ADMIN_RECORD, id: 'entry' },
  'POST /hr/entries/:id/correction': { who: HR_ADMIN_RECORD, id: 'entry', answer: 422, body: correction },
  'POST /hr/entries/:id/reversal': {
    who: HR_ADMIN_RECORD,
    id: 'entry',
    answer: 422,
    body: { reason: 'Counted twice.' },
  },
};
