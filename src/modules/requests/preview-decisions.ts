import type { PersonActor } from '../../kernel/actor.js';
import { AppError } from '../../kernel/errors.js';
import { isId } from '../../kernel/ids.js';
import type { Unit } from '../../kernel/units.js';
import { operator } from '../../platform/storage/index.js';
import { noSuchRequest } from './load-request.js';
import { presentRequests } from './present-requests.js';
import { queueMatch } from './queue.queries.js';
import type { RequestParts } from './request-parts.js';
import { toRequest, type RequestRecord } from './request.model.js';
import { assertMayDecide } from './request.policy.js';
import { every, queueOrder } from './request.queries.js';
import { alreadyDecided } from './request.transitions.js';
import { MAX_BULK } from './requests.schema.js';
import type { Request, RequestView } from './request.js';
import { seenInUnit, seenMatch } from './seen-requests.js';
import type { DecisionPreview, NotDecidable, Selection } from './queued-request.js';

/** What deciding several at once would do, each judged as it would be on its own. @throws Forbidden */
export async function previewDecisions(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  selection: Selection,
): Promise<DecisionPreview> {
  const { ids, meant } = await selected(parts, actor, unit, selection);
  const found = new Map((await readable(parts, actor, unit, ids)).map((request) => [request.id, request]));
  const views = new Map((await presentRequests(parts, actor, [...found.values()])).map((view) => [view.id, view]));
  const decidable: RequestView[] = [];
  const left: NotDecidable[] = [];
  for (const id of ids) {
    const view = views.get(id);
    if (view?.canDecide === true) decidable.push(view);
    else left.push({ id, ...whyNot(actor, found.get(id), view), ...(view !== undefined && { request: view }) });
  }
  return {
    decidable,
    left,
    people: new Set(decidable.map(({ person }) => person.id)).size,
    points: decidable.reduce((sum, { points }) => sum + points, 0),
    duplicates: decidable.filter(({ duplicateAcknowledged }) => duplicateAcknowledged).length,
    sameFiles: decidable.filter(({ evidenceSeen }) => evidenceSeen).length,
    meant,
  };
}

/** The ids that are meant, and how many there are without the limit on what is decided at once. */
async function selected(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  selection: Selection,
): Promise<{ readonly ids: readonly string[]; readonly meant: number }> {
  if ('ids' in selection) {
    const ids = [...new Set(selection.ids)];
    return { ids, meant: ids.length };
  }
  const match = await queueMatch(parts, actor, unit, { ...selection.filter, status: 'pending', mine: true });
  const records = await parts.requests
    .find(match, { _id: 1 })
    .sort(queueOrder('pending'))
    .limit(MAX_BULK)
    .lean<Pick<RequestRecord, '_id'>[]>();
  return { ids: records.map(({ _id }) => _id), meant: await parts.requests.countDocuments(match) };
}

/** Those of the ids that the actor may see in the unit. */
export async function readable(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  ids: readonly string[],
): Promise<Request[]> {
  const known = ids.filter(isId);
  const scope = seenMatch(await seenInUnit(parts, actor, unit));
  if (known.length === 0) return [];
  const records = await parts.requests.find(every({ _id: operator({ $in: known }) }, scope)).lean<RequestRecord[]>();
  return records.map(toRequest);
}

function whyNot(
  actor: PersonActor,
  request: Request | undefined,
  view: RequestView | undefined,
): { readonly code: string; readonly detail: string } {
  try {
    if (request === undefined || view === undefined) throw noSuchRequest();
    assertMayDecide(actor, request, view.orphaned);
    throw alreadyDecided(request, view.decidedBy?.name);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { code: error.code, detail: error.message };
  }
}
