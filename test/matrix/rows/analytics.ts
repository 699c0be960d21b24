import type { Rows } from '../row.js';

export const ANALYTICS_ROWS: Rows = {};
