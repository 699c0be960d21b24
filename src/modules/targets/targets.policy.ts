import type { Actor } from '../../kernel/actor.js';
import { Forbidden, InvalidInput, ruleBroken } from '../../kernel/errors.js';
import { addDays, type LocalDate } from '../../kernel/local-date.js';
import { holds } from '../../kernel/units.js';
import type { TargetConfig } from './target-config.js';

/** Nobody plans figures further ahead. */
const MAX_DAYS_AHEAD = 731;

/** Central sets targets, milestones, threshold and cap. */
export function mayEditTargets(actor: Actor): boolean {
  return actor.kind === 'system' || holds(actor.grants, 'central', 'admin');
}

export function assertMayEditTargets(actor: Actor): void {
  if (!mayEditTargets(actor)) throw new Forbidden('targets.forbidden', 'Only central changes targets.');
}

/** What people worked towards stays as it was: a change applies from today on at the earliest. */
export function assertNotRetroactive(effectiveFrom: LocalDate, today: LocalDate): void {
  if (effectiveFrom < today) {
    throw ruleBroken(
      'targets.retroactive',
      'effectiveFrom',
      'Choose today or a later day: targets never change for days that are over.',
    );
  }
  if (effectiveFrom > addDays(today, MAX_DAYS_AHEAD)) {
    throw ruleBroken('targets.effective_date_far', 'effectiveFrom', 'At most two years ahead.');
  }
}

/** @throws InvalidInput naming every grade that the organization does not have */
export function assertGrades({ quarterly }: TargetConfig, grades: readonly string[]): void {
  const unknown = Object.keys(quarterly).filter((grade) => !grades.includes(grade));
  if (unknown.length === 0) return;
  throw new InvalidInput(
    unknown.map((grade) => ({ path: `quarterly.${grade}`, message: `There is no grade ${grade}.` })),
  );
}
