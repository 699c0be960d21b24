import { unitPaths } from '../../../paths.js';
import { NOTHING, type UnitPart } from '../../../workspaces/unit-part.js';
import { leaderboardRoute } from '../../leaderboard.js';
import { peopleExportRoute, peopleListRoute } from './people-list.js';
import { peopleUnit } from './people-unit.js';
import { personPageRoute } from './person-page.js';

/** The people whose figures somebody of a unit may look at; whoever has a team of the own also its leaderboard. */
export const ownPeoplePart: UnitPart = (declaration) => {
  const unit = peopleUnit(declaration);
  if (unit === undefined) return NOTHING;
  const { employees, leaderboard } = unitPaths(unit.key);
  const { permission } = unit;
  const { people } = unit;
  const board = people === 'items' ? undefined : { path: leaderboard, permission, unit: unit.unit, team: people };
  return {
    pages: [
      { label: unit.title, href: employees, permission },
      ...(board === undefined ? [] : [{ label: 'Leaderboard', href: leaderboard, permission }]),
    ],
    routes: [
      peopleListRoute(unit),
      peopleExportRoute(unit),
      personPageRoute(unit),
      ...(board === undefined ? [] : [leaderboardRoute({ ...board, viewAll: true })]),
    ],
  };
};
