import type { Rows } from '../row.js';

/** The directory and what HR does with people. */
export const PEOPLE_ROWS: Rows = {};
