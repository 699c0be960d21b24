import type { Rows } from '../row.js';

/** Categories, corrections and allocations. */
export const CATALOG_ROWS: Rows = {};
