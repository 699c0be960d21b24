import type { PersonActor } from '../../kernel/actor.js';
import { claimOptions } from './claim-options.js';
import { previewClaim } from './claim-preview.js';
import type { ClaimsForOthersModule } from './claims-for-others.module.js';
import { countPendingMade, listMade, madeDetail } from './made-claims.js';
import { checkProposal } from './propose-request.js';
import { checkRaiseFor, raiseFor } from './raise-for.js';
import type { RequestParts } from './request-parts.js';
import type { Request, RequestView } from './request.js';
import { reviseProposal } from './revise-proposal.js';

export function createClaimsForOthers(
  parts: RequestParts,
  present: (viewer: PersonActor, request: Request) => Promise<RequestView>,
): ClaimsForOthersModule {
  return {
    optionsForOthers: (actor, unit, way, beneficiary) => claimOptions(parts, actor, unit, way, beneficiary),
    previewProposal: async (actor, input) => previewClaim(parts, actor, await checkProposal(parts, actor, input)),
    async reviseProposal(actor, unit, id, input) {
      const { request, ...changes } = await reviseProposal(parts, actor, unit, id, input);
      return { request: await present(actor, request), ...changes };
    },
    raiseFor: async (actor, input) => present(actor, await raiseFor(parts, actor, input)),
    previewRaiseFor: async (actor, input) => previewClaim(parts, actor, await checkRaiseFor(parts, actor, input)),
    madeForOthers: (actor, unit, way, filter, page) => listMade(parts, actor, unit, way, filter, page),
    pendingForOthers: (actor, unit, way) => countPendingMade(parts, actor, unit, way),
    detailForOthers: (actor, unit, way, id) => madeDetail(parts, actor, unit, way, id),
  };
}
