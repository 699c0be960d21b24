import type { Rows } from '../row.js';

export const MESSAGE_ROWS: Rows = {};
