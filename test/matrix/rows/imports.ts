import { HOLDERS_AND_HR, HR_ADMIN, HR_ADMIN_RECORD, HR_FILE } from '../kinds.js';
import type { Rows } from '../row.js';

/** Files of people. */
export const IMPORTS_ROWS: Rows = {
  // Updaters of HR find their own files here.
  'GET /hr/imports': { who: HOLDERS_AND_HR },
  'GET /hr/imports/people': { who: HR_ADMIN },
  'POST /hr/imports/people': { who: HR_ADMIN, answer: 422 },
  'GET /hr/imports/people/template': { who: HR_ADMIN },
  'GET /hr/imports/mappings': { who: HR_ADMIN },
  'GET /hr/imports/mappings/:id': { who: HR_ADMIN_RECORD, id: 'importMapping' },
  'POST /hr/imports/mappings/:id': { who: HR_ADMIN_RECORD, id: 'importMapping', answer: 422, body: { name: 'Ours' } },
  'POST /hr/imports/mappings/:id/deletion': { who: HR_ADMIN_RECORD, id: 'freshMapping', page: 303 },
  'GET /imports/:id': { who: HR_FILE, id: 'import' },
  'POST /imports/:id/confirmation': { who: HR_FILE, id: 'import', page: 303 },
  'GET /imports/:id/failed-rows': { who: HR_FILE, id: 'import' },
  'GET /imports/:id/problems': { who: HR_FILE, id: 'import' },
  'GET /imports/:id/changes': { who: HR_FILE, id: 'import' },
  'GET /imports/:id/mapping': { who: HR_ADMIN_RECORD, id: 'mappedImport' },
  'POST /imports/:id/mapping': { who: HR_ADMIN_RECORD, id: 'mappedImport', answer: 422 },
  'POST /imports/:id/discard': { who: HR_FILE, id: 'freshImport', page: 303 },
};
