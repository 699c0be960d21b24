import type { Rows } from '../row.js';

export const MAIL_ROWS: Rows = {};
