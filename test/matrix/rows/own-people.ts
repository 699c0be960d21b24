import type { Rows } from '../row.js';

export const OWN_PEOPLE_ROWS: Rows = {};
