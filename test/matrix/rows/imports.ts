import type { Rows } from '../row.js';

/** Files of people. */
export const IMPORTS_ROWS: Rows = {};
