import type { Permission } from '../../../../kernel/permissions.js';
import type { PeopleScope } from '../../../../modules/reports/index.js';
import type { UnitDeclaration } from '../../../workspaces/unit-declaration.js';

/** A unit that looks at people: whom, and how they are called there. */
export interface PeopleUnit extends UnitDeclaration {
  readonly people: PeopleScope;
  readonly title: string;
  readonly permission: Exclude<Permission, 'public'>;
}

const TITLES: Readonly<Record<PeopleScope, string>> = { team: 'My team', assigned: 'My people', items: 'People' };

/** Undefined for a unit that looks at nobody. */
export function peopleUnit(unit: UnitDeclaration): PeopleUnit | undefined {
  const { people } = unit;
  if (people === undefined) return undefined;
  // Delivery partners decide nothing, so they see no queue.
  const permission = people === 'assigned' ? 'workspace:view' : 'requests:view';
  return { ...unit, people, title: TITLES[people], permission };
}
