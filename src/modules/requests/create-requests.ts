import type { PersonActor } from '../../kernel/actor.js';
import type { Unit } from '../../kernel/units.js';
import { ALL_TIME } from '../../kernel/period.js';
import { bulkDecisionSchema, type BulkDecisionRecord } from './bulk-decision.model.js';
import { usageOfCategories } from './category-usage.js';
import { destinationsOf, progressOf } from './absent-deciders.js';
import { createRequestFigures } from './create-request-figures.js';
import { createClaimsForOthers } from './create-claims-for-others.js';
import { createQueue } from './create-queue.js';
import { createTracker } from './create-tracker.js';
import { createUtilizationRequests } from './create-utilization-requests.js';
import { createBatches } from './batches/create-batches.js';
import { decideRequest } from './decide-request.js';
import { awardOptions } from './award-options.js';
import { giveAward } from './give-award.js';
import { givenAwards } from './given-awards.js';
import { eachRequestOf } from './each-request-of.js';
import { followAbsences } from './follow-absences.js';
import { handOver, openItemsByUnit } from './hand-over.js';
import { moveRequests } from './move-requests.js';
import { loadRequest } from './load-request.js';
import { createOwnRequests } from './own-requests.js';
import { createPeopleRequests } from './people-requests.js';
import { pendingNow } from './pending-now.js';
import { namedRequests } from './named-requests.js';
import { presentRequests, type MadeRequest } from './present-requests.js';
import { previewAward } from './preview-award.js';
import { proposeRequest } from './propose-request.js';
import { proposeUtilization } from './propose-utilization.js';
import { raiseOptions } from './raise-options.js';
import { raiseRequest } from './raise-request.js';
import { requestDetail } from './request-detail.js';
import { outcomeSchema, type OutcomeRecord } from './outcome.model.js';
import { claimTurnSchema, requestSchema, type ClaimTurnRecord, type RequestRecord } from './request.model.js';
import type { RequestParts, RequestsDependencies } from './request-parts.js';
import { mayReadEvidenceOf } from './request.policy.js';
import { BY_PERSON, every, filterMatch, listRequests, ownMatch, pendingOf } from './request.queries.js';
import type { Request, RequestView } from './request.js';
import type { RequestsModule } from './requests.module.js';
import { countRequests, seenInUnit, seenMatch } from './seen-requests.js';
import { takeClaim } from './take-claim.js';
import { waitingByUnit } from './waiting-by-unit.js';
import { withdrawRequest } from './withdraw-request.js';

export type { RequestsDependencies } from './request-parts.js';

export function createRequests(deps: RequestsDependencies): RequestsModule {
  const { storage } = deps;
  const requests = storage.tenantModel<RequestRecord>('Request', requestSchema.clone());
  const turns = storage.tenantModel<ClaimTurnRecord>('ClaimTurn', claimTurnSchema.clone());
  const bulkDecisions = storage.tenantModel<BulkDecisionRecord>('BulkDecision', bulkDecisionSchema.clone());
  const outcomes = storage.tenantModel<OutcomeRecord>('RequestOutcome', outcomeSchema.clone());
  const parts: RequestParts = { ...deps, requests, turns, bulkDecisions, outcomes };

  async function presentMade(viewer: PersonActor, { request, people }: MadeRequest): Promise<RequestView> {
    const [view] = await presentRequests(parts, viewer, [request], people);
    if (view === undefined) throw new Error('a request was lost while it was presented');
    return view;
  }

  const present = (viewer: PersonActor, request: Request) => presentMade(viewer, { request, people: [] });

  const seen = (actor: PersonActor, unit: Unit) => seenInUnit(deps, actor, unit);
  const scopeOf = async (actor: PersonActor, unit: Unit) => seenMatch(await seen(actor, unit));

  return {
    ...createTracker(parts, present),
    ...createQueue(parts),
    ...createClaimsForOthers(parts, present),
    ...createUtilizationRequests(parts, present),
    ...createRequestFigures(parts),
    ...createPeopleRequests(parts, scopeOf),
    ...createOwnRequests(parts),
    named: (ids) => namedRequests(requests, ids),
    options: (actor) => raiseOptions(parts, actor),
    raise: async (actor, input) => presentMade(actor, await raiseRequest(parts, actor, input)),
    propose: async (actor, input) => presentMade(actor, await proposeRequest(parts, actor, input)),
    proposeUtilization: async (actor, input) => presentMade(actor, await proposeUtilization(parts, actor, input)),

    decide: async (actor, unit, id, input) => present(actor, await decideRequest(parts, actor, unit, id, input)),
    withdraw: async (actor, id) => present(actor, await withdrawRequest(parts, actor, id)),

    counts: async (actor, unit, period = ALL_TIME) => countRequests(requests, await seen(actor, unit), actor, period),
    detail: (actor, unit, id) => requestDetail(parts, actor, unit, id),
    async mine(actor, filter, page) {
      const { items, page: place } = await listRequests(
        requests,
        every(ownMatch(actor), filterMatch(filter)),
        undefined,
        page,
        BY_PERSON,
      );
      return { items: await presentRequests(parts, actor, items), page: place };
    },
    eachOf: (personId, role) => eachRequestOf(requests, personId, role),
    pendingOf: (personId) => pendingOf(requests, personId),
    pendingCount: () => requests.countDocuments({ status: 'pending' }).exec(),
    pendingNow: () => pendingNow(requests),
    openItems: (personId) => requests.countDocuments({ approver: personId, status: 'pending' }).exec(),
    openItemsByUnit: (personId) => openItemsByUnit(parts, personId),
    waitingByUnit: (personId, units) => waitingByUnit(parts, personId, units),
    handOver: (actor, personId, deciders, reason) => handOver(parts, actor, personId, deciders, reason),
    move: (actor, moves, why) => moveRequests(parts, actor, moves, why),
    absentDeciders: {
      follow: (actor) => followAbsences(parts, actor),
      destinations: (personId, roster) => destinationsOf(parts, personId, roster),
      progress: (personId, since) => progressOf(parts, personId, since),
    },

    award: (actor, award) => storage.run(() => giveAward(parts, actor, award)),
    previewAward: (actor, award) => previewAward(parts, actor, award),
    awardOptions: (actor, unit, grade) => awardOptions(parts, actor, unit, grade),
    givenAwards: (actor, unit, filter, page) => givenAwards(parts, actor, unit, filter, page),
    batches: createBatches(parts),
    takeClaim: (claim) => takeClaim(parts, claim),
    usageOfCategories: (codes) => usageOfCategories(parts, codes),

    async mayReadEvidence(actor, attachment) {
      if (attachment.ownerId === actor.personId) return true;
      if (attachment.requestId === null) return false;
      return mayReadEvidenceOf(actor, await loadRequest(requests, attachment.requestId));
    },
  };
}
