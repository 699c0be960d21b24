import type { Rows } from '../row.js';

export const QUEUE_ROWS: Rows = {};
