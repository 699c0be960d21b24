import { ruleBroken } from '../../kernel/errors.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Unit } from '../../kernel/units.js';
import { decidesFor, isActive, type Person } from '../people/index.js';

/** Who may be asked to decide. All pure. */

export type ApproverCandidate = Pick<Person, 'id' | 'name' | 'grade' | 'status' | 'exitDate' | 'grants'>;

/** Grades that cannot be chosen to decide. Binds only this choice, not managers or the validators of proposals. */
const TOO_JUNIOR_TO_BE_CHOSEN: readonly string[] = ['A1', 'B1', 'B2'];

/** In these units the person's manager decides, and nobody is chosen. */
export function managerDecides(unit: Unit): boolean {
  return unit === 'pm';
}

/** Active, and with the duty that decides the unit's requests. */
export function isActiveDecider(candidate: ApproverCandidate | undefined, unit: Unit, today: LocalDate): boolean {
  return candidate !== undefined && decidesFor(candidate, unit, today);
}

/** True for whoever an employee may choose for a request of the unit. */
export function mayBeChosen(
  candidate: ApproverCandidate | undefined,
  personId: string,
  unit: Unit,
  today: LocalDate,
): boolean {
  return (
    candidate !== undefined &&
    isActiveDecider(candidate, unit, today) &&
    candidate.id !== personId &&
    !TOO_JUNIOR_TO_BE_CHOSEN.includes(candidate.grade)
  );
}

/** Why a person's manager cannot decide; undefined when the manager can. */
export function managerProblem(
  personId: string,
  manager: ApproverCandidate | undefined,
  today: LocalDate,
): string | undefined {
  if (manager === undefined) return 'You have no manager who could decide this. Please ask HR to assign one.';
  if (manager.id === personId) return 'You cannot decide your own request. Please ask HR to assign another manager.';
  if (!isActive(manager, today))
    return `Your manager ${manager.name} is no longer active. Please ask HR to assign another one.`;
  if (!isActiveDecider(manager, 'pm', today))
    return `Your manager ${manager.name} may not decide requests. Please ask HR about it.`;
  return undefined;
}

/** The manager, whoever was named. */
export function assertManagerDecides(
  personId: string,
  manager: ApproverCandidate | undefined,
  named: string | undefined,
  today: LocalDate,
): string {
  const problem = managerProblem(personId, manager, today);
  if (manager === undefined || problem !== undefined) {
    throw ruleBroken('request.no_approver', 'approverId', problem ?? 'You have no manager who could decide this.');
  }
  if (named !== undefined && named !== manager.id) {
    throw ruleBroken(
      'request.approver_fixed',
      'approverId',
      `Your manager ${manager.name} decides this; there is no choice.`,
    );
  }
  return manager.id;
}

export function assertMayBeChosen(
  candidate: ApproverCandidate | undefined,
  personId: string,
  unit: Unit,
  today: LocalDate,
): string {
  if (candidate === undefined || !mayBeChosen(candidate, personId, unit, today)) {
    throw ruleBroken(
      'request.approver_not_allowed',
      'approverId',
      'This person cannot decide your request. Choose one from the list.',
    );
  }
  return candidate.id;
}

/** Proposals are decided by an active validator of the unit who neither proposes nor gains. */
export function assertMayValidate(
  candidate: ApproverCandidate | undefined,
  parties: { readonly proposerId: string; readonly personId: string },
  unit: Unit,
  today: LocalDate,
): string {
  if (candidate === undefined || !isActiveDecider(candidate, unit, today)) {
    throw ruleBroken(
      'request.validator_not_allowed',
      'validatorId',
      'This person does not validate for the unit. Choose one from the list.',
    );
  }
  if (candidate.id === parties.proposerId || candidate.id === parties.personId) {
    throw ruleBroken('request.other_eyes', 'validatorId', 'Somebody else has to decide than who proposes or gains.');
  }
  return candidate.id;
}
