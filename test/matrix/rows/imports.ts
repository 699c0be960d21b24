import { HR_ADMIN, HR_ADMIN_RECORD } from '../kinds.js';
import type { Rows } from '../row.js';

/** Files of people. */
export const IMPORTS_ROWS: Rows = {
  'GET /hr/imports': { who: HR_ADMIN },
  'GET /hr/imports/people': { who: HR_ADMIN },
  'POST /hr/imports/people': { who: HR_ADMIN, answer: 422 },
  'GET /hr/imports/people/template': { who: HR_ADMIN },
  'GET /hr/imports/mappings': { who: HR_ADMIN },
  'GET /hr/imports/mappings/:id': { who: HR_ADMIN_RECORD, id: 'importMapping' },
  'POST /hr/imports/mappings/:id': { who: HR_ADMIN_RECORD, id: 'importMapping', answer: 422, body: { name: 'Ours' } },
  'POST /hr/imports/mappings/:id/deletion': { who: HR_ADMIN_RECORD, id: 'freshMapping', page: 303 },
  'GET /imports/:id': { who: HR_ADMIN_RECORD, id: 'import' },
  'POST /imports/:id/confirmation': { who: HR_ADMIN_RECORD, id: 'import', page: 303 },
  'GET /imports/:id/failed-rows': { who: HR_ADMIN_RECORD, id: 'import' },
  'GET /imports/:id/problems': { who: HR_ADMIN_RECORD, id: 'import' },
  'GET /imports/:id/changes': { who: HR_ADMIN_RECORD, id: 'import' },
  'GET /imports/:id/mapping': { who: HR_ADMIN_RECORD, id: 'mappedImport' },
  'POST /imports/:id/mapping': { who: HR_ADMIN_RECORD, id: 'mappedImport', answer: 422 },
  'POST /imports/:id/discard': { who: HR_ADMIN_RECORD, id: 'freshImport', page: 303 },
};
