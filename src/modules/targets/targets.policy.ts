import type { Actor } from '../../kernel/actor.js';
import { Forbidden, ruleBroken } from '../../kernel/errors.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { holds } from '../../kernel/units.js';

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
    throw ruleBroken('targets.retroactive', 'effectiveFrom', 'Targets never change for days that are over.');
  }
}
