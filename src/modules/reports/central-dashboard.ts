import type { Actor } from '../../kernel/actor.js';
import { Forbidden } from '../../kernel/errors.js';
import type { PageRequest } from '../../kernel/paging.js';
import type { PeriodKey } from '../../kernel/period.js';
import { can } from '../../kernel/permissions.js';
import type { CentralDashboard, CentralFilter, CentralKpis } from './central-figures.js';
import { centralPeople } from './central-people.js';
import type { PeriodFigures } from './employee-figures.js';
import { presentPeriod, type PresentPeriod } from './present-period.js';
import type { ReportsDependencies } from './reports-dependencies.js';

const ONE_ROW = { number: 1, size: 1 };

/** Figures of the whole organization and everybody's progress. */
export async function centralDashboard(
  deps: ReportsDependencies,
  actor: Actor,
  filter: CentralFilter,
  page: PageRequest,
): Promise<CentralDashboard> {
  if (!can(actor, 'figures:view-all')) throw new Forbidden();
  const present = await presentPeriod(deps);
  const [people, kpis] = await Promise.all([centralPeople(deps, filter, page, present), centralKpis(deps, present)]);
  return { ...people, kpis };
}

async function centralKpis(deps: ReportsDependencies, { quarter, year }: PresentPeriod): Promise<CentralKpis> {
  const [activePeople, board, inQuarter, inYear, pending] = await Promise.all([
    deps.people.count({ status: 'active' }),
    deps.leaderboard.page(quarter, { viewerId: null, viewAll: true }, ONE_ROW),
    pointsOf(deps, quarter),
    pointsOf(deps, year),
    deps.requests.pendingCount(),
  ]);
  return { activePeople, participants: board.participants, quarter: inQuarter, year: inYear, pending };
}

/** What everybody together got in a period, people who have left included. */
async function pointsOf<K extends PeriodKey>({ ledger }: ReportsDependencies, period: K): Promise<PeriodFigures<K>> {
  const sums = { regular: 0, bonus: 0, combined: 0 };
  for (const row of await ledger.sumBy({ period }, 'unit')) {
    sums.regular += row.regular;
    sums.bonus += row.bonus;
    sums.combined += row.combined;
  }
  return { period, ...sums };
}
