import type { PersonActor } from '../../kernel/actor.js';
import { ALL_TIME, type QuarterKey, type YearKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import { UNITS } from '../../kernel/units.js';
import type { BoardPage } from '../leaderboard/index.js';
import type { Entry } from '../ledger/index.js';
import type { OwnDecision, RequestView } from '../requests/index.js';
import { expectedMinimum, milestonesReached, progress } from '../targets/index.js';
import { categoryFigures, categoryNames } from './category-figures.js';
import type { EmployeeDashboard, PendingItem, RecentEntry, TargetProgress } from './employee-figures.js';
import { requestIds, wordsOf } from './history-lines.js';
import {
  daysLeft,
  figuresOf,
  configDayOf,
  presentPeriod,
  shownUtilization,
  targetOf,
  type PresentPeriod,
} from './present-period.js';
import type { ReportsDependencies } from './reports-dependencies.js';

const SHOWN_PENDING = { number: 1, size: 5 };
const SHOWN_RECENT = { skip: 0, limit: 5 };
const NEIGHBOURS = 2;

/** Everything that the employee's first page shows. */
export async function employeeDashboard(deps: ReportsDependencies, actor: PersonActor): Promise<EmployeeDashboard> {
  const { personId, grade } = actor;
  const present = await presentPeriod(deps);
  const { today, quarter, year } = present;
  const [totals, names, config, utilization, waiting, pending, recent, board] = await Promise.all([
    deps.ledger.totals([personId], [ALL_TIME, quarter, year]),
    categoryNames(deps),
    deps.targets.configOn(configDayOf(present, quarter)),
    deps.targets.utilization([personId], present.months),
    deps.requests.mine(actor, { status: 'pending' }, SHOWN_PENDING),
    deps.requests.pendingOf(personId),
    deps.ledger.stretch({ personIds: [personId] }, '-date', SHOWN_RECENT),
    deps.leaderboard.page(quarter, { viewerId: personId, viewAll: false }),
  ]);
  const own = totals.get(personId);
  const quarterFigures = figuresOf(own, quarter);
  const yearFigures = figuresOf(own, year);
  const decisions = await deps.requests.ownDecisions(actor, requestIds(recent));
  const target = targetOf(grade, config);
  return {
    today,
    total: figuresOf(own, ALL_TIME),
    quarter: quarterFigures,
    year: yearFigures,
    quarterProgress: targetProgress(quarterFigures.regular, target, quarter, present),
    yearProgress: targetProgress(yearFigures.regular, target === undefined ? undefined : target * 4, year, present),
    milestones: target === undefined ? [] : milestonesReached(yearFigures.regular, target * 4, quarter, config),
    utilization: shownUtilization(utilization.get(personId), present.months),
    expectedMinimum: expectedOf(grade),
    byCategory: await categoryFigures(deps, personId, quarter, names),
    pending: { items: waiting.items.map(pendingItem), total: pending.count, points: pending.points },
    recent: recent.map((entry) => recentEntry(entry, names, decisions)),
    rank: ownRank(board, personId),
  };
}

/** Null for a grade without a target. */
export function targetProgress(
  points: Points,
  target: Points | undefined,
  period: QuarterKey | YearKey,
  { today, calendar }: PresentPeriod,
): TargetProgress | null {
  return target === undefined
    ? null
    : { period, daysLeft: daysLeft(today, period, calendar), ...progress(points, target) };
}

function expectedOf(grade: string): EmployeeDashboard['expectedMinimum'] {
  return UNITS.flatMap((unit) => {
    const points = expectedMinimum(unit, grade);
    return points === undefined ? [] : [{ unit, points }];
  });
}

function pendingItem(request: RequestView): PendingItem {
  return {
    id: request.id,
    categoryName: request.category.name,
    points: request.points,
    eventDate: request.eventDate,
    decider: request.approver,
    since: request.raisedAt,
  };
}

function recentEntry(
  entry: Entry,
  names: ReadonlyMap<string, string>,
  decisions: ReadonlyMap<string, OwnDecision>,
): RecentEntry {
  return {
    id: entry.id,
    kind: entry.kind,
    categoryCode: entry.categoryCode,
    categoryName: names.get(entry.categoryCode) ?? entry.categoryCode,
    points: entry.points,
    effectiveDate: entry.effectiveDate,
    period: entry.quarter,
    at: entry.at,
    by: entry.by.name,
    words: wordsOf(entry, decisions),
  };
}

/** The board's page has the top and the own surroundings; the dashboard shows the surroundings. */
function ownRank(board: BoardPage, personId: string): EmployeeDashboard['rank'] {
  const place = board.rows.findIndex((row) => row.personId === personId);
  return {
    period: board.period,
    me: board.me,
    neighbours: place === -1 ? [] : board.rows.slice(Math.max(0, place - NEIGHBOURS), place + NEIGHBOURS + 1),
    participants: board.participants,
    average: board.average,
  };
}
