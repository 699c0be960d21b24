import type { Rows } from '../row.js';

export const EXPORT_ROWS: Rows = {};
