import type { Rows } from '../row.js';

export const STATEMENT_ROWS: Rows = {};
