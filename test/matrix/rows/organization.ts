import type { Rows } from '../row.js';

/** Settings, lists and the audit. */
export const ORGANIZATION_ROWS: Rows = {};
