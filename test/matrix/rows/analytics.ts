import { CENTRAL, HR_ADMIN } from '../kinds.js';
import type { Rows } from '../row.js';

export const ANALYTICS_ROWS: Rows = {
  'GET /central/analytics': { who: CENTRAL },
  'GET /hr/analytics': { who: HR_ADMIN },
};
