import type { Rows } from '../row.js';

export const UNIT_FIGURE_ROWS: Rows = {};
