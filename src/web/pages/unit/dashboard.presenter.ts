import { isQuarterKey } from '../../../kernel/period.js';
import type { UnitDashboard } from '../../../modules/reports/index.js';
import { withQuery, type unitPaths } from '../../paths.js';

/** Where the cards lead: to the queue with the very filter whose count they show. */
export function dashboardAddresses(
  { dashboard, requests }: ReturnType<typeof unitPaths>,
  { period }: Pick<UnitDashboard, 'period'>,
) {
  const inPeriod = isQuarterKey(period) ? { quarter: period } : { year: period };
  return {
    here: withQuery(dashboard, { period }),
    waiting: withQuery(requests, { status: 'pending', mine: 'true' }),
    pending: withQuery(requests, { status: 'pending' }),
    approved: withQuery(requests, { status: 'approved', ...inPeriod }),
    rejected: withQuery(requests, { status: 'rejected', ...inPeriod }),
    decided: withQuery(requests, { status: 'decided' }),
  };
}
