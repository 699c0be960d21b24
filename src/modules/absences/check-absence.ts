import type { PersonActor } from '../../kernel/actor.js';
import { Forbidden } from '../../kernel/errors.js';
import { ruleBroken } from '../../kernel/errors.js';
import { can } from '../../kernel/permissions.js';
import { isActive, type Person } from '../people/index.js';
import type { Absence } from './absence.js';
import { assertNoProblem, dateProblems, delegateProblems, unitsDecidedBy, type AbsencePlan } from './absence.policy.js';
import type { AbsenceParts } from './absence-parts.js';
import { noSuchAbsence, standingOf, standingOn } from './absence.queries.js';
import type { AbsenceInput } from './absences.schema.js';
import { isEnabled } from './load-roster.js';

/** Everybody sees and enters the own absences, HR administration those of everybody. */
export function maySee(actor: PersonActor, personId: string): boolean {
  return actor.personId === personId || can(actor, 'people:administer', 'hr');
}

export function assertMaySee(actor: PersonActor, personId: string): void {
  if (!maySee(actor, personId)) throw noSuchAbsence();
}

/**
 * Holds an absence against every rule.
 * @throws RuleBroken naming every field that breaks one; Forbidden `absence.switched_off`
 */
export async function checkAbsence(
  parts: AbsenceParts,
  personId: string,
  input: AbsenceInput,
  changed?: Absence,
): Promise<{ readonly person: Person; readonly plan: AbsencePlan }> {
  if (!(await isEnabled(parts))) {
    throw new Forbidden('absence.switched_off', 'Your organization does without delegates.');
  }
  const person = await parts.people.byId(personId);
  const today = await parts.organizations.today();
  if (!isActive(person, today)) {
    throw ruleBroken(
      'absence.person_not_active',
      'from',
      `${person.name} is deactivated; assign what waits to others.`,
    );
  }
  const units = unitsDecidedBy(person.grants);
  if (units.length === 0) {
    throw ruleBroken(
      'absence.nothing_to_delegate',
      'from',
      `Nothing waits for a decision by ${person.name}, so nobody has to be named.`,
    );
  }
  const plan: AbsencePlan = { personId, from: input.from, to: input.to, delegates: input.delegates };
  const own = (await standingOf(parts.absences, personId)).filter(({ id }) => id !== changed?.id);
  const dates = dateProblems(plan, today, own, changed?.status === 'running' ? changed.from : undefined);
  // A delegate is judged by the days, so these have to be right first.
  assertNoProblem(dates.length > 0 ? dates : await delegatesOf(parts, plan, units));
  return { person, plan };
}

async function delegatesOf(parts: AbsenceParts, plan: AbsencePlan, units: ReturnType<typeof unitsDecidedBy>) {
  const others = (await standingOn(parts.absences, plan)).filter(({ personId }) => personId !== plan.personId);
  const ids = [plan, ...others].flatMap(({ personId, delegates }) => [personId, ...Object.values(delegates)]);
  const people = await parts.people.byIds([...new Set(ids)]);
  return delegateProblems(plan, units, { people, absences: others });
}
