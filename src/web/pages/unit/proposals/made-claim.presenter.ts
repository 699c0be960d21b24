import { hoursOfWorkday } from '../../../../modules/organizations/index.js';
import type { RequestView } from '../../../../modules/requests/index.js';
import { unitPaths } from '../../../paths.js';
import type { PageAnswer, Refusal, RouteRequest } from '../../../route.js';
import type { ClaimDesk } from './claim-desk.js';
import { deskFacts, refusalFacts, trailOf, windowFacts } from './claim-form.presenter.js';

/** One claim for somebody else; while a proposal is pending with the form that changes it. */
export async function madeClaimPage(
  desk: ClaimDesk,
  { actor, params: { id }, services }: Pick<RouteRequest<{ readonly id: string }>, 'actor' | 'params' | 'services'>,
  refusal?: Refusal,
): Promise<PageAnswer> {
  const { unit, way } = desk;
  const detail = await services.requests.detailForOthers(actor, unit.unit, way, id);
  const { request } = detail;
  const { settings } = await services.organizations.current();
  const editable =
    request.status === 'pending' && request.utilization === null && desk.addresses.revision !== undefined;
  const beneficiary = { personId: request.person.id, exceptId: request.id };
  return {
    view: 'unit/proposals/one',
    title: `${request.category.name} for ${request.person.name}`,
    breadcrumbs: trailOf(desk),
    model: {
      ...deskFacts(desk),
      ...refusalFacts(refusal),
      ...(await windowFacts(services)),
      detail,
      // What was typed stands there again, also where somebody was faster.
      values: { ...valuesOf(request, desk), ...refusal?.values },
      options: editable ? await services.requests.optionsForOthers(actor, unit.unit, way, beneficiary) : null,
      workday: hoursOfWorkday(settings),
      utilization: unit.utilization === true ? unitPaths(unit.key).utilization : null,
    },
  };
}

/** The form as the request stands: who was chosen to decide, also while somebody else does it. */
function valuesOf({ category, eventDate, quantity, notes, approver, delegatedFrom }: RequestView, desk: ClaimDesk) {
  return {
    categoryCode: category.code,
    ...(desk.period === 'month' ? { month: eventDate.slice(0, 7) } : { eventDate }),
    quantity: String(quantity),
    notes,
    [desk.decider]: (delegatedFrom ?? approver).id,
  };
}
