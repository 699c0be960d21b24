import type { Rows } from '../row.js';

export const PROPOSAL_ROWS: Rows = {};
