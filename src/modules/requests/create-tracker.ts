import type { PersonActor } from '../../kernel/actor.js';
import { decidingDuty } from '../../kernel/units.js';
import { inSameContext } from '../../platform/request-context.js';
import { followUp, followUpEverywhere } from './overdue-requests.js';
import { presentRequests } from './present-requests.js';
import { assertMayReassign, reassignRequest, reassignRequests, takeOverRequest } from './reassign-requests.js';
import { remindDecider, remindDeciders } from './remind-deciders.js';
import { trackedDetail } from './request-detail.js';
import type { RequestParts } from './request-parts.js';
import type { Request, RequestView } from './request.js';
import type { DeciderOption, TrackerModule } from './tracker.module.js';
import { trackerLines } from './tracker-csv.js';
import { trackedRequests, trackerSummary } from './tracked-requests.js';

export function createTracker(
  parts: RequestParts,
  present: (viewer: PersonActor, request: Request) => Promise<RequestView>,
): TrackerModule {
  return {
    async tracked(actor, filter, sort, page) {
      assertMayReassign(actor);
      const { items, ...rest } = await trackedRequests(parts, filter, sort, page);
      return { ...rest, items: await presentRequests(parts, actor, items) };
    },
    async trackerSummary(actor, filter) {
      assertMayReassign(actor);
      return trackerSummary(parts, filter);
    },
    trackerCsv(actor, filter) {
      assertMayReassign(actor);
      return inSameContext(trackerLines(parts, actor, filter));
    },
    async trackedDetail(actor, id) {
      assertMayReassign(actor);
      return trackedDetail(parts, actor, id);
    },
    async deciders(actor, units, request) {
      assertMayReassign(actor);
      const concerned = request === undefined ? [] : [request.person.id, request.proposer.id];
      const present = request === undefined || request.needsAssignment ? [] : [request.approver.id];
      const options: DeciderOption[] = [];
      // At most as many questions as units.
      for (const unit of units) {
        const holders = await parts.people.holders(unit, decidingDuty(unit));
        options.push(...holders.map(({ id, name }) => ({ id, name, unit })));
      }
      return options.filter(({ id }) => ![...concerned, ...present].includes(id));
    },
    reassign: (actor, ids, toId, reason) => reassignRequests(parts, actor, ids, toId, reason),
    reassignOne: async (actor, id, toId, reason) =>
      present(actor, await reassignRequest(parts, actor, id, toId, reason)),
    remind: (actor, ids) => remindDeciders(parts, actor, ids),
    remindOne: async (actor, id) => present(actor, await remindDecider(parts, actor, id)),
    takeOver: async (actor, unit, id, reason) => present(actor, await takeOverRequest(parts, actor, unit, id, reason)),
    followUp: () => followUp(parts),
    followUpEverywhere: () => followUpEverywhere(parts),
  };
}
