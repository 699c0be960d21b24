import type { LocalDate } from '../../kernel/local-date.js';
import { decidingDuty, holds, type Unit } from '../../kernel/units.js';
import { isActive, type Person } from './person.js';

/** Active on the day, and with the duty that decides the unit's requests. */
export function decidesFor(
  person: Pick<Person, 'status' | 'exitDate' | 'grants'>,
  unit: Unit,
  day: LocalDate,
): boolean {
  return isActive(person, day) && holds(person.grants, unit, decidingDuty(unit));
}
