import type { PersonActor } from '../../../kernel/actor.js';
import { can } from '../../../kernel/permissions.js';
import { UNITS, type Unit } from '../../../kernel/units.js';
import { unitPaths } from '../../paths.js';
import type { Services } from '../../services.js';

export interface WaitingDecisions {
  readonly unit: Unit;
  readonly count: number;
  readonly href: string;
}

/** What waits for the actor's decision, by unit; null for somebody who decides nothing. */
export async function ownDuties(actor: PersonActor, services: Services): Promise<readonly WaitingDecisions[] | null> {
  const units = UNITS.filter((unit) => can(actor, 'requests:decide', unit));
  if (units.length === 0) return null;
  if ((await services.requests.openItems(actor.personId)) === 0) return [];
  const waiting: WaitingDecisions[] = [];
  for (const unit of units) {
    const { assigned } = await services.requests.counts(actor, unit);
    if (assigned > 0) waiting.push({ unit, count: assigned, href: unitPaths(unit).requests });
  }
  return waiting;
}
