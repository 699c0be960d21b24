import type { Rows } from '../row.js';

/** Pending items of the company. */
export const TRACKER_ROWS: Rows = {};
