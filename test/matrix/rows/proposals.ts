import { ASSIGNED, HOLDERS, UPDATER_OWN, UPDATERS } from '../kinds.js';
import type { Rows } from '../row.js';

const proposal = {
  ...{ categoryCode: 'feedback', eventDate: '2025-11-10', notes: 'Changed by somebody else.' },
  validatorId: '0123456789abcdef01234567',
};
const claim = { ...proposal, personId: '0123456789abcdef01234567' };

/** Of updaters: their form, what they proposed, changing and withdrawing it. */
function proposalRows(unit: string): Rows {
  const base = `/${unit}/proposals`;
  return {
    [`GET ${base}`]: { who: UPDATERS },
    [`GET ${base}/new`]: { who: UPDATERS },
    [`POST ${base}/preview`]: { who: UPDATERS, answer: 422, body: claim },
    [`POST ${base}`]: { who: UPDATERS, answer: 422, body: claim },
    [`GET ${base}/:id`]: { who: UPDATER_OWN, id: 'proposal' },
    [`POST ${base}/:id/revision`]: { who: UPDATER_OWN, id: 'proposal', answer: 422, body: proposal },
    [`POST ${base}/:id/withdrawal`]: { who: UPDATER_OWN, id: 'freshProposal', page: 303 },
  };
}

export const PROPOSAL_ROWS: Rows = {
  ...proposalRows('hr'),
  ...proposalRows('ta'),
  ...proposalRows('ld'),
  ...proposalRows('pmo'),
  'GET /marketing/on-behalf': { who: HOLDERS },
  'POST /marketing/on-behalf/preview': { who: HOLDERS, answer: 422, body: claim },
  'POST /marketing/requests': { who: HOLDERS, answer: 422, body: claim },
  'GET /marketing/on-behalf/requests': { who: HOLDERS },
  'GET /marketing/on-behalf/requests/:id': { who: ASSIGNED, id: 'raisedForOther' },
  'POST /marketing/on-behalf/requests/:id/withdrawal': { who: ASSIGNED, id: 'freshRaisedForOther', page: 303 },
};
