import type { Rows } from '../row.js';

export const ANNOUNCEMENT_ROWS: Rows = {};
