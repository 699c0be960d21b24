import type { Rows } from '../row.js';

export const VERIFICATION_ROWS: Rows = {};
