import type { LocalDate } from '../../kernel/local-date.js';
import type { OrganizationLists } from '../organizations/index.js';
import { listProblems, superiorProblems } from './check-new-people.js';
import type { PersonProblem } from './person.policy.js';
import { TAKEN } from './duplicate-person.js';
import { isAdministrator, LAST_ADMINISTRATOR, staysAdministrator } from './last-administrator.js';
import { CIRCLE_PROBLEM } from './reporting-circle.js';
import type { Dependents } from './open-work.js';
import { deactivationProblem, grantProblem, type OpenWork, type Superior } from './person.policy.js';
import { isActive, type Person } from './person.js';
import type { ShapedPerson } from './person.schema.js';
import type { ShapedEdit } from './shape-edit.js';

const ERASED_PROBLEM = { path: 'id', code: 'person.erased', message: 'This person was erased.' } as const;

/** An edit whose fields have the right shape. */
export interface GoodShape extends ShapedEdit {
  readonly person: Person;
  readonly after: ShapedPerson;
}

export function hasShape(edit: ShapedEdit): edit is GoodShape {
  return edit.person !== undefined && edit.after !== undefined;
}

/** A problem that also says how much there is to be reassigned. */
export interface EditProblem extends PersonProblem {
  readonly extra?: OpenWork;
}

export interface JudgedEdit extends ShapedEdit {
  readonly problems: readonly EditProblem[];
}

/** What has to be known to judge edits that are made together. */
export interface EditSurroundings {
  readonly lists: OrganizationLists;
  readonly today: LocalDate;
  /** Who has which address and which employee id now, as far as the edits ask for them. */
  readonly emailOwners: ReadonlyMap<string, string>;
  readonly employeeIdOwners: ReadonlyMap<string, string>;
  /** Everybody whom the edits name, as they are when all edits are made. */
  readonly superiors: ReadonlyMap<string, Superior>;
  readonly inCircle: ReadonlySet<string>;
  /** What still depends on those who lose a grant or leave, when all edits are made. */
  readonly dependents: ReadonlyMap<string, Dependents>;
  /** Items that wait for those who leave. */
  readonly openItems: ReadonlyMap<string, number>;
  readonly administratorRemains: boolean;
}

/** True when the edit ends the account: an exit date in the past for somebody who is active. */
export function ends({ person, after }: GoodShape, today: LocalDate): boolean {
  return isActive(person, today) && !isActive({ status: person.status, exitDate: after.exitDate }, today);
}

/** True when the edit lets somebody in again whose exit date has passed. */
export function letsIn({ person, after }: GoodShape, today: LocalDate): boolean {
  return !isActive(person, today) && isActive({ status: person.status, exitDate: after.exitDate }, today);
}

/** True when an active HR administrator is none afterwards, or not for good any more. */
export function endsAdministration({ person, after }: GoodShape, today: LocalDate): boolean {
  const then = { ...after, status: person.status };
  return (
    (isAdministrator(person, today) && !isAdministrator(then, today)) ||
    (staysAdministrator(person, today) && !staysAdministrator(then, today))
  );
}

/** Judges edits that are made together; of two with the same address or id the later one is at fault. */
export function judgeEdits(edits: readonly ShapedEdit[], surroundings: EditSurroundings): JudgedEdit[] {
  const emails = new Map(surroundings.emailOwners);
  const employeeIds = new Map(surroundings.employeeIdOwners);
  return edits.map((edit) => {
    if (!hasShape(edit)) return edit;
    const { changed } = edit;
    const problems: EditProblem[] = [
      ...(edit.person.erased === true ? [ERASED_PROBLEM] : []),
      ...(changed.includes('email') ? taken(emails, edit.after.email, edit.person.id, TAKEN.email) : []),
      ...(changed.includes('employeeId')
        ? taken(employeeIds, edit.after.employeeId, edit.person.id, TAKEN.employeeId)
        : []),
      ...[
        ...listProblems(edit.after, surroundings.lists),
        ...superiorProblems({ ...edit.after, id: edit.person.id }, surroundings.superiors),
      ].filter(({ path }) => changed.some((field) => field === path)),
      ...(surroundings.inCircle.has(edit.person.id) ? [CIRCLE_PROBLEM] : []),
      ...leavingProblems(edit, surroundings),
    ];
    return { ...edit, problems };
  });
}

function taken(owners: Map<string, string>, value: string, id: string, problem: PersonProblem): PersonProblem[] {
  const owner = owners.get(value);
  owners.set(value, owner ?? id);
  return owner === undefined || owner === id ? [] : [problem];
}

function leavingProblems(edit: GoodShape, surroundings: EditSurroundings): EditProblem[] {
  const { person, after, changed } = edit;
  const { today, dependents, openItems, administratorRemains } = surroundings;
  const leaves = ends(edit, today);
  const work = { reports: 0, dpPeople: 0, ...dependents.get(person.id), openItems: openItems.get(person.id) ?? 0 };
  const problems: EditProblem[] = [];
  const open = leaves ? deactivationProblem(after.name, work) : undefined;
  if (open !== undefined) problems.push({ ...open, path: 'exitDate', extra: work });
  const inUse = !leaves && changed.includes('grants') ? grantProblem(after.name, after.grants, work) : undefined;
  if (inUse !== undefined) problems.push({ ...inUse, path: 'grants' });
  if (!administratorRemains && endsAdministration(edit, today)) {
    problems.push({ ...LAST_ADMINISTRATOR, path: changed.includes('exitDate') ? 'exitDate' : 'grants' });
  }
  return problems;
}
