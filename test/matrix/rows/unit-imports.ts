import { HOLDERS, UPDATERS } from '../kinds.js';
import type { Row, Rows } from '../row.js';

function uploads(unit: string, kind: string, who: Row['who']): Rows {
  return {
    [`GET /${unit}/imports/${kind}`]: { who },
    [`GET /${unit}/imports/${kind}/template`]: { who },
    [`POST /${unit}/imports/${kind}`]: { who, answer: 422 },
  };
}

/** Files of proposals, percentages and awards. */
export const UNIT_IMPORT_ROWS: Rows = {
  ...Object.fromEntries(['ta', 'ld', 'pmo'].map((unit) => [`GET /${unit}/imports`, { who: UPDATERS }])),
  ...Object.fromEntries(
    ['hr', 'ta', 'ld', 'pmo'].map((unit) => [`POST /${unit}/imports`, { who: UPDATERS, answer: 422 }]),
  ),
  ...['hr', 'ta', 'ld', 'pmo'].reduce<Rows>((rows, unit) => ({ ...rows, ...uploads(unit, 'proposals', UPDATERS) }), {}),
  ...uploads('pmo', 'utilization', UPDATERS),
  'GET /pm/imports': { who: HOLDERS },
  'POST /pm/imports': { who: HOLDERS, answer: 422 },
  ...uploads('pm', 'awards', HOLDERS),
};
