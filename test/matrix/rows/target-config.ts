import type { Rows } from '../row.js';

export const TARGET_CONFIG_ROWS: Rows = {};
