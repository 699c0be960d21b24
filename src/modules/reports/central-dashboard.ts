import type { Actor } from '../../kernel/actor.js';
import { Forbidden } from '../../kernel/errors.js';
import type { PageRequest } from '../../kernel/paging.js';
import { previousQuarter, yearKey, type PeriodKey } from '../../kernel/period.js';
import { can } from '../../kernel/permissions.js';
import { percentFloor } from '../../kernel/points.js';
import type { CentralDashboard, CentralFilter, CentralKpis } from './central-figures.js';
import { centralLook } from './central-look.js';
import { centralPeople } from './central-people.js';
import type { PeriodFigures } from './employee-figures.js';
import type { PresentPeriod } from './present-period.js';
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
  const look = await centralLook(deps, filter);
  const [people, kpis] = await Promise.all([centralPeople(deps, filter, page, look), centralKpis(deps, look.present)]);
  return { ...people, range: look.range, kpis };
}

/** All of them from projections, so that they cost the same whatever was ever credited. */
async function centralKpis(deps: ReportsDependencies, { quarter, year }: PresentPeriod): Promise<CentralKpis> {
  const everybody = { viewerId: null, viewAll: true } as const;
  const [everyone, board, bonusBoard, pending, inQuarter, before, inYear, yearBefore] = await Promise.all([
    deps.leaderboard.standings(year, { class: 'regular' }, ONE_ROW),
    deps.leaderboard.page(quarter, everybody, ONE_ROW),
    deps.leaderboard.page(quarter, { ...everybody, class: 'bonus' }, ONE_ROW),
    deps.requests.pendingNow(),
    pointsOf(deps, quarter),
    pointsOf(deps, previousQuarter(quarter)),
    pointsOf(deps, year),
    pointsOf(deps, yearKey(Number(year) - 1)),
  ]);
  const { participants } = board;
  // Boards have a place for everybody who is active, and know how many there are without counting.
  const activePeople = everyone.page.total;
  return {
    activePeople,
    participants,
    participation: activePeople === 0 ? null : percentFloor(participants, activePeople),
    quarter: inQuarter,
    previousQuarter: before,
    year: inYear,
    previousYear: yearBefore,
    pending: pending.count,
    oldestPending: pending.oldest,
    bonusPeople: bonusBoard.participants,
  };
}

/** What everybody together got in a period, people who have left included. */
async function pointsOf<K extends PeriodKey>(
  { leaderboard }: ReportsDependencies,
  period: K,
): Promise<PeriodFigures<K>> {
  return { period, ...(await leaderboard.sums(period)) };
}
