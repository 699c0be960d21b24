import type { Actor } from '../../kernel/actor.js';
import { can } from '../../kernel/permissions.js';
import { holds, type Grant } from '../../kernel/units.js';

/** HR administration, and the system on an organization's behalf. */
export function mayAdministerPeople(actor: Actor): boolean {
  return can(actor, 'people:administer', 'hr');
}

/** Somebody whom others are to be assigned to, as far as the rules ask. */
export interface Superior {
  readonly name: string;
  readonly active: boolean;
  readonly grants: readonly Grant[];
}

/** A broken rule with its stable code and the sentence for people. */
export interface BrokenRule {
  readonly code: string;
  readonly message: string;
}

/** A broken rule beside the field that breaks it. */
export interface PersonProblem extends BrokenRule {
  readonly path: string;
}

/** A manager must be somebody else who is active and holds `pm`. */
export function managerProblem(
  personId: string | undefined,
  managerId: string,
  manager: Superior | undefined,
): BrokenRule | undefined {
  return superiorProblem('manager', personId, managerId, manager, (grants) => holds(grants, 'pm'), 'PM');
}

/** A delivery partner must be somebody else who is active and holds `dp`. */
export function dpProblem(
  personId: string | undefined,
  dpId: string,
  dp: Superior | undefined,
): BrokenRule | undefined {
  return superiorProblem('dp', personId, dpId, dp, (grants) => holds(grants, 'dp'), 'DP');
}

function superiorProblem(
  role: 'manager' | 'dp',
  personId: string | undefined,
  superiorId: string,
  superior: Superior | undefined,
  holdsDuty: (grants: readonly Grant[]) => boolean,
  duty: string,
): BrokenRule | undefined {
  const title = role === 'manager' ? 'manager' : 'delivery partner';
  if (personId === superiorId) return { code: `person.${role}_self`, message: `Nobody is his or her own ${title}.` };
  if (superior === undefined) return { code: `person.${role}_unknown`, message: `There is no such ${title}.` };
  if (!superior.active)
    return { code: `person.${role}_deactivated`, message: `${superior.name} is deactivated and cannot be a ${title}.` };
  if (!holdsDuty(superior.grants)) {
    return {
      code: `person.${role}_without_duty`,
      message: `${superior.name} does not hold ${duty} and cannot be a ${title}.`,
    };
  }
  return undefined;
}

/** What still depends on somebody. */
export interface OpenWork {
  /** Active people whose manager it is. */
  readonly reports: number;
  /** Active people whose delivery partner it is. */
  readonly dpPeople: number;
  /** Items that wait for the person's decision. */
  readonly openItems: number;
}

/** Whoever has reports or open items cannot be deactivated before these are reassigned. */
export function deactivationProblem(name: string, { reports, dpPeople, openItems }: OpenWork): BrokenRule | undefined {
  const parts: string[] = [];
  if (reports > 0) parts.push(`${reports === 1 ? '1 person reports' : `${reports} people report`} to ${name}`);
  if (dpPeople > 0) parts.push(`${name} is delivery partner of ${dpPeople === 1 ? '1 person' : `${dpPeople} people`}`);
  if (openItems > 0)
    parts.push(`${openItems === 1 ? '1 item waits' : `${openItems} items wait`} for a decision by ${name}`);
  return parts.length === 0
    ? undefined
    : { code: 'person.has_open_work', message: `Reassign first: ${parts.join('; ')}.` };
}

/** `pm` stays while there are reports, `dp` while there are people to look after. */
export function grantProblem(
  name: string,
  grants: readonly Grant[],
  { reports, dpPeople }: Omit<OpenWork, 'openItems'>,
): BrokenRule | undefined {
  if (reports > 0 && !holds(grants, 'pm')) {
    return {
      code: 'person.grant_in_use',
      message: `${reports === 1 ? '1 person reports' : `${reports} people report`} to ${name}, who therefore needs PM.`,
    };
  }
  if (dpPeople > 0 && !holds(grants, 'dp')) {
    return {
      code: 'person.grant_in_use',
      message: `${name} is delivery partner of ${dpPeople === 1 ? '1 person' : `${dpPeople} people`} and therefore needs DP.`,
    };
  }
  return undefined;
}
