import type { Rows } from '../row.js';

/** Delegates. */
export const ABSENCE_ROWS: Rows = {};
