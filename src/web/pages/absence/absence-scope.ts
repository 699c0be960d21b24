import type { PersonActor } from '../../../kernel/actor.js';
import { NotFound } from '../../../kernel/errors.js';
import type { Unit } from '../../../kernel/units.js';
import type { AbsenceView } from '../../../modules/absences/index.js';
import { paths } from '../../paths.js';

/** The same pages twice: for everybody's own absences, and for HR administration those of somebody. */
export interface AbsenceScope {
  readonly own: boolean;
  readonly permission: 'signed-in' | 'people:administer';
  readonly unit?: Unit;
  /** Patterns, and addresses for a person. */
  readonly list: (personId?: string) => string;
  readonly preview: (personId?: string) => string;
  readonly one: (id?: string) => string;
  readonly onePreview: (id?: string) => string;
  readonly cancellation: (id?: string) => string;
  /** For the API document. */
  readonly whose: string;
}

export const OWN_ABSENCE: AbsenceScope = {
  own: true,
  permission: 'signed-in',
  list: () => paths.employee.absence,
  preview: () => paths.employee.absencePreview,
  one: paths.employee.absenceOne,
  onePreview: paths.employee.absenceOnePreview,
  cancellation: paths.employee.absenceCancellation,
  whose: 'my',
};

export const ABSENCE_OF_SOMEBODY: AbsenceScope = {
  own: false,
  permission: 'people:administer',
  unit: 'hr',
  list: paths.hr.absence,
  preview: paths.hr.absencePreview,
  one: paths.hr.absenceOne,
  onePreview: paths.hr.absenceOnePreview,
  cancellation: paths.hr.absenceCancellation,
  whose: 'somebody’s',
};

/** Whom a list is about: oneself, or the person of the address. */
export function personOf(scope: AbsenceScope, actor: PersonActor, id: string | undefined): string {
  return scope.own ? actor.personId : (id ?? '');
}

/** On the own pages other people's absences do not exist, not even for HR. */
export function assertInScope(scope: AbsenceScope, actor: PersonActor, absence: AbsenceView): AbsenceView {
  if (!scope.own || absence.person.id === actor.personId) return absence;
  throw new NotFound('absence.not_found', 'There is no such absence.');
}
