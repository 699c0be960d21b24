import { unitPaths } from '../../../paths.js';
import { NOTHING, type UnitPart } from '../../../workspaces/unit-part.js';
import { peopleExportRoute, peopleListRoute } from './people-list.js';
import { peopleUnit } from './people-unit.js';
import { personPageRoute } from './person-page.js';

/** The people whose figures somebody of a unit may look at. */
export const ownPeoplePart: UnitPart = (declaration) => {
  const unit = peopleUnit(declaration);
  if (unit === undefined) return NOTHING;
  const { employees } = unitPaths(unit.key);
  return {
    pages: [{ label: unit.title, href: employees, permission: unit.permission }],
    routes: [peopleListRoute(unit), peopleExportRoute(unit), personPageRoute(unit)],
  };
};
