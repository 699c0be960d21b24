import type { LocalDate } from '../../kernel/local-date.js';
import type { OrganizationLists } from '../organizations/index.js';
import { TAKEN } from './duplicate-person.js';
import { circlesAmong, CIRCLE_PROBLEM } from './reporting-circle.js';
import type { PersonProblem } from './person.policy.js';
import { isActive, type NewPerson } from './person.js';
import { dpProblem, managerProblem, type BrokenRule, type Superior } from './person.policy.js';
import { newPersonSchema, type ShapedPerson } from './person.schema.js';

/** What has to be known of the organization to judge new people. */
export interface Surroundings {
  readonly lists: OrganizationLists;
  readonly today: LocalDate;
  readonly takenEmails: ReadonlySet<string>;
  readonly takenEmployeeIds: ReadonlySet<string>;
  /** Registered people whom the new ones name as manager or dp. */
  readonly superiors: ReadonlyMap<string, Superior>;
}

export interface CheckedPerson {
  /** Undefined when the fields do not even have the right shape. */
  readonly shaped: ShapedPerson | undefined;
  readonly problems: readonly PersonProblem[];
}

/** Reads the fields of a new person: trimmed, the e-mail address lower-case. */
export function shapePerson(input: NewPerson): CheckedPerson {
  const parsed = newPersonSchema.safeParse(input);
  if (parsed.success) return { shaped: parsed.data, problems: [] };
  const problems = parsed.error.issues.map((issue) => ({
    code: 'person.invalid',
    path: issue.path.join('.'),
    message: issue.message,
  }));
  return { shaped: undefined, problems };
}

/** Judges people who are to be registered together; of two with the same address or id the later one is at fault. */
export function checkNewPeople(shapes: readonly CheckedPerson[], surroundings: Surroundings): CheckedPerson[] {
  const superiors = new Map(surroundings.superiors);
  for (const { shaped } of shapes) {
    if (shaped?.id !== undefined) superiors.set(shaped.id, superiorOf(shaped, surroundings.today));
  }
  const inCircle = circlesOf(shapes);
  const emails = new Set(surroundings.takenEmails);
  const employeeIds = new Set(surroundings.takenEmployeeIds);
  return shapes.map(({ shaped, problems }) => {
    if (shaped === undefined) return { shaped, problems };
    const found = [
      ...taken(emails, shaped.email, TAKEN.email),
      ...taken(employeeIds, shaped.employeeId, TAKEN.employeeId),
      ...listProblems(shaped, surroundings.lists),
      ...superiorProblems(shaped, superiors),
      ...(shaped.id !== undefined && inCircle.has(shaped.id) ? [CIRCLE_PROBLEM] : []),
    ];
    return { shaped, problems: found };
  });
}

function superiorOf(person: ShapedPerson, today: LocalDate): Superior {
  const active = isActive({ status: 'active', exitDate: person.exitDate }, today);
  return { name: person.name, active, grants: person.grants };
}

/** People who would be above themselves; somebody new can only be below others of the same batch. */
function circlesOf(shapes: readonly CheckedPerson[]): Set<string> {
  const managers = new Map<string, string | null>();
  for (const { shaped } of shapes) {
    // Who is his or her own manager is told so in other words.
    if (shaped?.id !== undefined && shaped.managerId !== shaped.id) managers.set(shaped.id, shaped.managerId);
  }
  return circlesAmong([...managers.keys()], managers);
}

function taken(set: Set<string>, value: string, problem: PersonProblem): PersonProblem[] {
  if (set.has(value)) return [problem];
  set.add(value);
  return [];
}

export function listProblems(person: ShapedPerson, lists: OrganizationLists): PersonProblem[] {
  const allowed = {
    grade: lists.grades,
    department: lists.departments,
    location: lists.locations.map((location) => location.name),
    level: lists.levels,
  };
  return Object.entries(allowed).flatMap(([path, values]) =>
    values.includes(person[path as keyof typeof allowed])
      ? []
      : [{ code: 'person.value_not_listed', path, message: `Not in the list of ${path}s: ${values.join(', ')}.` }],
  );
}

export function superiorProblems(person: ShapedPerson, superiors: ReadonlyMap<string, Superior>): PersonProblem[] {
  const at = (path: string, rule: BrokenRule | undefined) => (rule === undefined ? [] : [{ ...rule, path }]);
  return [
    ...(person.managerId === null
      ? []
      : at('managerId', managerProblem(person.id, person.managerId, superiors.get(person.managerId)))),
    ...(person.dpId === null ? [] : at('dpId', dpProblem(person.id, person.dpId, superiors.get(person.dpId)))),
  ];
}
