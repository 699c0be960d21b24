import type { Rows } from '../row.js';

export const UNIT_IMPORT_ROWS: Rows = {};
