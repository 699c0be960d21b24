import type { Rows } from '../row.js';

/** Passwords, codes, invitations, sessions, tokens. */
export const ACCESS_ROWS: Rows = {};
