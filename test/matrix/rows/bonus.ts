import type { Rows } from '../row.js';

export const BONUS_ROWS: Rows = {};
