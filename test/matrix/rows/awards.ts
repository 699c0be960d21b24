import type { Rows } from '../row.js';

export const AWARD_ROWS: Rows = {};
