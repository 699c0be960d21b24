import type { PersonActor } from '../../kernel/actor.js';
import { correctUtilization, reviseUtilization } from './change-utilization.js';
import { previewUtilization, utilizationWindow } from './preview-utilization.js';
import type { RequestParts } from './request-parts.js';
import type { Request, RequestView } from './request.js';
import { peopleWithPendingUtilization, pendingUtilization, utilizationRequestsOf } from './utilization-months.js';
import type { UtilizationRequests } from './utilization.module.js';

export function createUtilizationRequests(
  parts: RequestParts,
  present: (viewer: PersonActor, request: Request) => Promise<RequestView>,
): UtilizationRequests {
  return {
    utilizationWindow: () => utilizationWindow(parts),
    previewUtilization: (actor, input) => previewUtilization(parts, actor, input),
    async reviseUtilization(actor, unit, id, input) {
      const { request, fields } = await reviseUtilization(parts, actor, unit, id, input);
      return { request: await present(actor, request), fields };
    },
    correctUtilization: async (actor, unit, id, input) =>
      present(actor, await correctUtilization(parts, actor, unit, id, input)),
    pendingUtilization: (viewer, personIds, months) => pendingUtilization(parts, viewer, personIds, months),
    peopleWithPendingUtilization: (month) => peopleWithPendingUtilization(parts, month),
    utilizationRequestsOf: (viewer, personId) => utilizationRequestsOf(parts, viewer, personId),
  };
}
