import type { PersonActor } from '../../../../kernel/actor.js';
import { can } from '../../../../kernel/permissions.js';
import type { RequestView } from '../../../../modules/requests/index.js';
import { unitPaths } from '../../../paths.js';
import type { Services } from '../../../services.js';
import type { UnitDeclaration } from '../../../workspaces/unit-declaration.js';

/** What the page of a pending percentage offers beside its decision; null for everything else. */
export async function percentageForms(
  unit: UnitDeclaration,
  actor: PersonActor,
  services: Services,
  request: RequestView,
) {
  if (unit.utilization === undefined || request.utilization === null) return null;
  const pending = request.status === 'pending';
  const own = pending && request.proposer.id === actor.personId && can(actor, 'requests:propose', unit.unit);
  const options = own
    ? await services.requests.optionsForOthers(actor, unit.unit, 'proposed', { personId: request.person.id })
    : undefined;
  return {
    months: unitPaths(unit.key).utilizationOf(request.person.id),
    mayCorrect: request.canDecide && request.approver.id === actor.personId,
    validators: options?.deciders ?? null,
    validatorId: request.delegatedFrom?.id ?? request.approver.id,
  };
}
