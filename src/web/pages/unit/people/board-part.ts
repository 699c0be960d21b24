import { unitPaths } from '../../../paths.js';
import { NOTHING, type UnitPart } from '../../../workspaces/unit-part.js';
import { leaderboardRoute } from '../../leaderboard.js';
import { peopleUnit } from './people-unit.js';

/** Everybody's leaderboard, all of it; whoever has people of the own begins with theirs. */
export const boardPart: UnitPart = (declaration) => {
  const { key, unit, scope, people } = declaration;
  if (scope === undefined && people === undefined) return NOTHING;
  const { leaderboard: path } = unitPaths(key);
  const permission = peopleUnit(declaration)?.permission ?? 'requests:view';
  const team = people === 'items' ? undefined : people;
  return {
    pages: [{ label: 'Leaderboard', href: path, permission }],
    routes: [leaderboardRoute({ path, permission, unit, viewAll: true, ...(team !== undefined && { team }) })],
  };
};
