import { ASSIGNED, DP, DP_RECORD, HOLDERS, HOLDERS_AND_HR, HOLDERS_AND_UPDATERS, WHOLE_UNIT } from '../kinds.js';
import type { Row, Rows } from '../row.js';

/** The people of a unit: who may look at some, and who may look at the employee. */
function peopleOf(unit: string, who: Row['who'], one: Row['who']): Rows {
  return {
    [`GET /${unit}/employees`]: { who },
    [`POST /${unit}/employees/export`]: { who },
    [`GET /${unit}/employees/:id`]: { who: one, id: 'person' },
  };
}

export const OWN_PEOPLE_ROWS: Rows = {
  ...peopleOf('pm', HOLDERS, ASSIGNED),
  // Approvers look at the people whose requests were theirs.
  ...peopleOf('pmarch', HOLDERS, ASSIGNED),
  ...peopleOf('presales', HOLDERS, ASSIGNED),
  ...peopleOf('marketing', HOLDERS, ASSIGNED),
  // Validators see the whole unit, updaters whom they proposed something for.
  ...peopleOf('pmo', HOLDERS_AND_UPDATERS, WHOLE_UNIT),
  ...peopleOf('ta', HOLDERS_AND_UPDATERS, WHOLE_UNIT),
  ...peopleOf('ld', HOLDERS_AND_UPDATERS, WHOLE_UNIT),

  'GET /dp/pending': { who: DP },
  ...peopleOf('dp', DP, DP_RECORD),

  'GET /dp/leaderboard': { who: DP },
  'GET /pm/leaderboard': { who: HOLDERS },
  'GET /pmarch/leaderboard': { who: HOLDERS },
  'GET /presales/leaderboard': { who: HOLDERS },
  'GET /marketing/leaderboard': { who: HOLDERS },
  'GET /pmo/leaderboard': { who: HOLDERS_AND_UPDATERS },
  'GET /ta/leaderboard': { who: HOLDERS_AND_UPDATERS },
  'GET /ld/leaderboard': { who: HOLDERS_AND_UPDATERS },
  'GET /hr/leaderboard': { who: HOLDERS_AND_HR },
};
