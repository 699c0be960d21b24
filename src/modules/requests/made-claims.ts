import type { PersonActor } from '../../kernel/actor.js';
import type { PageRequest } from '../../kernel/paging.js';
import type { Unit } from '../../kernel/units.js';
import { operator } from '../../platform/storage/index.js';
import type { WayForOthers } from './claim-options.js';
import { loadRequest, noSuchRequest } from './load-request.js';
import { presentRequests } from './present-requests.js';
import { requestDetail } from './request-detail.js';
import type { RequestParts } from './request-parts.js';
import { every, filterMatch, listRequests } from './request.queries.js';
import type { Request, RequestDetail, RequestFilter, RequestKind, RequestPage } from './request.js';

/** What somebody claimed for others in a unit: proposals, or requests raised on their behalf. */

const KINDS: Readonly<Record<WayForOthers, RequestKind>> = { proposed: 'proposed', 'on-behalf': 'raised' };

function madeMatch({ personId }: PersonActor, unit: Unit, way: WayForOthers): Record<string, unknown> {
  const others = { person: operator({ $ne: personId }) };
  return { proposer: personId, 'category.unit': unit, kind: KINDS[way], ...others };
}

/** Pending ones oldest first, decided ones by their decision, all others newest first. */
export async function listMade(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  way: WayForOthers,
  filter: RequestFilter,
  page: PageRequest,
): Promise<RequestPage> {
  const match = every(madeMatch(actor, unit, way), filterMatch(filter));
  const { items, page: place } = await listRequests(parts.requests, match, filter.status, page);
  return { items: await presentRequests(parts, actor, items), page: place };
}

export async function countPendingMade(
  { requests }: RequestParts,
  actor: PersonActor,
  unit: Unit,
  way: WayForOthers,
): Promise<number> {
  return requests.countDocuments({ ...madeMatch(actor, unit, way), status: 'pending' });
}

/** @throws NotFound for everything that the actor did not make for somebody else in this unit */
export async function madeDetail(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  way: WayForOthers,
  id: string,
): Promise<RequestDetail> {
  await loadMade(parts, actor, unit, way, id);
  return requestDetail(parts, actor, 'own', id);
}

export async function loadMade(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  way: WayForOthers,
  id: string,
): Promise<Request> {
  const request = await loadRequest(parts.requests, id);
  if (
    request.proposerId !== actor.personId ||
    request.personId === actor.personId ||
    request.category.unit !== unit ||
    request.kind !== KINDS[way]
  ) {
    throw noSuchRequest();
  }
  return request;
}
