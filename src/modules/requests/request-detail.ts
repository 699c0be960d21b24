import type { PersonActor } from '../../kernel/actor.js';
import type { AnyStoredEvent } from '../../kernel/events.js';
import type { Unit } from '../../kernel/units.js';
import { operator } from '../../platform/storage/index.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { limitsOf } from './claim-limits.js';
import { revisedFields } from './revised-fields.js';
import { findDuplicates } from './find-duplicates.js';
import { loadRequest, noSuchRequest, reportsTo } from './load-request.js';
import { presentRequests } from './present-requests.js';
import { readable } from './preview-decisions.js';
import type { RequestParts } from './request-parts.js';
import { isOtherEyes, maySeeAsOwn, maySeeInUnit, seesEveryUnit } from './request.policy.js';
import type { RequestRecord } from './request.model.js';
import type { Request, RequestDetail, SameEvidence, TimelineStep } from './request.js';

/** One request with what a decider should know about it. The own view has no look at other people's evidence. */
export async function requestDetail(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit | 'own',
  id: string,
): Promise<RequestDetail> {
  const request = await loadRequest(parts.requests, id);
  if (!(await maySee(parts, actor, unit, request))) throw noSuchRequest();
  return detailOf(parts, actor, request, unit === 'own');
}

/** A request of any unit, for those who may see every unit. */
export async function trackedDetail(parts: RequestParts, actor: PersonActor, id: string): Promise<RequestDetail> {
  const request = await loadRequest(parts.requests, id);
  if (!seesEveryUnit(actor)) throw noSuchRequest();
  return detailOf(parts, actor, request, false);
}

async function detailOf(
  parts: RequestParts,
  actor: PersonActor,
  request: Request,
  own: boolean,
): Promise<RequestDetail> {
  const [view] = await presentRequests(parts, actor, [request]);
  if (view === undefined) throw noSuchRequest();
  const duplicates = await findDuplicates(parts.requests, {
    personId: request.personId,
    categoryCode: request.category.code,
    eventDate: request.eventDate,
    exceptId: request.id,
  });
  const timeline = (await parts.audit.ofSubject(request.id)).map(timelineStep);
  if (own) return { request: view, duplicates, sameEvidence: [], timeline, limit: null, termsFrom: null };
  const { unit } = request.category;
  const seen = new Set(
    (
      await readable(
        parts,
        actor,
        unit,
        duplicates.map(({ id }) => id),
      )
    ).map(({ id }) => id),
  );
  return {
    request: view,
    duplicates: duplicates.map((duplicate) => ({ ...duplicate, readable: seen.has(duplicate.id) })),
    sameEvidence: await sameEvidence(parts, actor, request),
    timeline,
    limit: (await limitsOf(parts, [view])).get(request.id) ?? null,
    termsFrom: await termsFrom(parts, request),
  };
}

/** As many versions as anybody makes of a category. */
const VERSIONS = { number: 1, size: 100 } as const;

async function termsFrom({ catalog }: RequestParts, { category }: Request): Promise<LocalDate | null> {
  if ((await catalog.find(category.code)) === undefined) return null;
  const { items } = await catalog.versions(category.code, VERSIONS);
  return items.find(({ version }) => version === category.version)?.effectiveFrom ?? null;
}

async function maySee(parts: RequestParts, actor: PersonActor, unit: Unit | 'own', request: Request): Promise<boolean> {
  if (unit === 'own') return maySeeAsOwn(actor, request);
  const inTeam = unit === 'pm' && (await reportsTo(parts, request, actor.personId));
  return request.category.unit === unit && maySeeInUnit(actor, request, inTeam);
}

/** Where else the same files, by content, are evidence. */
async function sameEvidence(parts: RequestParts, actor: PersonActor, request: Request): Promise<SameEvidence[]> {
  // Where the same file was used before is for those who judge it; whoever sent it could find out what colleagues sent.
  if (request.attachmentIds.length === 0 || !isOtherEyes(actor, request)) return [];
  const files = await parts.attachments.ofRequests([request.id]);
  const uses = await parts.attachments.sameContent(
    files.map(({ hash }) => hash),
    request.id,
  );
  if (uses.length === 0) return [];
  const ids = uses.map(({ requestId }) => requestId);
  const others = await parts.requests.find({ _id: operator({ $in: ids }) }).lean<RequestRecord[]>();
  const seen = new Set((await readable(parts, actor, request.category.unit, ids)).map(({ id }) => id));
  const byId = new Map(others.map((other) => [other._id, other]));
  return uses.flatMap(({ hash, requestId, storedAt }) => {
    const other = byId.get(requestId);
    const file = files.find((candidate) => candidate.hash === hash);
    if (other === undefined || file === undefined) return [];
    const person = { id: other.person, name: other.personName };
    return [
      {
        attachmentId: file.id,
        requestId,
        person,
        categoryName: other.category.name,
        eventDate: other.eventDate,
        storedAt,
        readable: seen.has(requestId),
      },
    ];
  });
}

function timelineStep(event: AnyStoredEvent): TimelineStep {
  const step = { type: event.type, at: event.at, by: event.actor.name };
  if (event.type === 'request.revised') return { ...step, ...percentChange(event), ...revisedFields(event) };
  if (event.type !== 'request.reassigned') return step;
  const { toName, cause, reason } = event.data;
  const unassigned = event.after?.['needsAssignment'] === true;
  return { ...step, cause, reason, ...(!unassigned && { to: toName }) };
}

/** Of a changed percentage: both values, and the reason where the one who decides corrected it. */
function percentChange(
  event: Extract<AnyStoredEvent, { type: 'request.revised' }>,
): Pick<TimelineStep, 'percent' | 'reason'> {
  const { reason } = event.data;
  const [from, to] = [event.before?.['utilization'], event.after?.['utilization']];
  return {
    ...(typeof from === 'number' && typeof to === 'number' && { percent: { from, to } }),
    ...(reason !== undefined && { reason }),
  };
}
