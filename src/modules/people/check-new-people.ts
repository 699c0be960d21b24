import type { LocalDate } from '../../kernel/local-date.js';
import type { FieldProblem } from '../../kernel/errors.js';
import type { OrganizationLists } from '../organizations/index.js';
import { isActive, type NewPerson } from './person.js';
import { dpProblem, managerProblem, type BrokenRule, type Superior } from './person.policy.js';
import { newPersonSchema, type ShapedPerson } from './person.schema.js';

/** A problem with its stable code beside the field. */
export interface PersonProblem extends FieldProblem {
  readonly code: string;
}

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
  const emails = new Set(surroundings.takenEmails);
  const employeeIds = new Set(surroundings.takenEmployeeIds);
  return shapes.map(({ shaped, problems }) => {
    if (shaped === undefined) return { shaped, problems };
    const found = [
      ...taken(emails, shaped.email, 'person.email_taken', 'email', 'Somebody has this e-mail address already.'),
      ...taken(
        employeeIds,
        shaped.employeeId,
        'person.employee_id_taken',
        'employeeId',
        'Somebody has this employee id already.',
      ),
      ...listProblems(shaped, surroundings.lists),
      ...superiorProblems(shaped, superiors),
    ];
    return { shaped, problems: found };
  });
}

function superiorOf(person: ShapedPerson, today: LocalDate): Superior {
  const active = isActive({ status: 'active', exitDate: person.exitDate }, today);
  return { name: person.name, active, grants: person.grants };
}

function taken(set: Set<string>, value: string, code: string, path: string, message: string): PersonProblem[] {
  if (set.has(value)) return [{ code, path, message }];
  set.add(value);
  return [];
}

function listProblems(person: ShapedPerson, lists: OrganizationLists): PersonProblem[] {
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

function superiorProblems(person: ShapedPerson, superiors: ReadonlyMap<string, Superior>): PersonProblem[] {
  const at = (path: string, rule: BrokenRule | undefined) => (rule === undefined ? [] : [{ ...rule, path }]);
  return [
    ...(person.managerId === null
      ? []
      : at('managerId', managerProblem(person.id, person.managerId, superiors.get(person.managerId)))),
    ...(person.dpId === null ? [] : at('dpId', dpProblem(person.id, person.dpId, superiors.get(person.dpId)))),
  ];
}
