import { ASSIGNED_VALIDATOR, HOLDERS_AND_UPDATERS, UPDATERS } from '../kinds.js';
import type { Rows } from '../row.js';

const id = '0123456789abcdef01234567';
const percentage = { month: '2025-10', utilization: '88', notes: 'Time sheets.', validatorId: id };
const { month: _month, ...revision } = percentage;
/** Nobody's but of whoever proposed it, which is nobody here: the record is an employee's request. */
const PROPOSER = { ...UPDATERS, updater: 404, otherAdmin: 404 } as const;

/** Billable percentages by month. */
export const UTILIZATION_ROWS: Rows = {
  'GET /pmo/utilization': { who: HOLDERS_AND_UPDATERS },
  'GET /pmo/utilization/new': { who: UPDATERS },
  'POST /pmo/utilization/preview': { who: UPDATERS, answer: 422, body: { person: 'Jo Brown', ...percentage } },
  'POST /pmo/utilization': { who: UPDATERS, answer: 422, body: { personId: id, ...percentage } },
  'GET /pmo/utilization/:id': { who: { ...HOLDERS_AND_UPDATERS, otherAdmin: 404 }, id: 'person' },
  'POST /pmo/requests/:id/utilization': {
    who: ASSIGNED_VALIDATOR,
    id: 'unitRequest',
    answer: 422,
    body: { utilization: '88', reason: 'Two days were forgotten.' },
  },
  'POST /pmo/requests/:id/utilization/revision': { who: PROPOSER, id: 'unitRequest', body: revision },
  'POST /pmo/requests/:id/utilization/withdrawal': { who: PROPOSER, id: 'unitRequest' },
};
