import { DP, HOLDERS } from '../kinds.js';
import type { Rows } from '../row.js';

export const UNIT_FIGURE_ROWS: Rows = {
  'GET /pmarch/analytics': { who: HOLDERS },
  'GET /dp/analytics': { who: DP },
  'GET /marketing/market': { who: HOLDERS },
};
