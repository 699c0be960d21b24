import type { Rows } from '../row.js';

export const UTILIZATION_ROWS: Rows = {};
