import type { PersonActor } from '../../kernel/actor.js';
import type { PageRequest } from '../../kernel/paging.js';
import type { QuarterKey } from '../../kernel/period.js';
import { percentFloor, type Points } from '../../kernel/points.js';
import type { RequestFilter, RequestPage, RequestView } from '../requests/index.js';
import { assertMayLook } from './own-people.policy.js';
import { ownPeopleIds } from './own-people-scope.js';
import type { OwnPersonRow } from './own-people-figures.js';
import { lookOf, rowsOf } from './own-people.js';
import type { ReportsDependencies } from './reports-dependencies.js';
import { topRows } from './top-rows.js';

const BATCH = 500;
const SHOWN = { number: 1, size: 5 };

/** How the people stand whose delivery partner somebody is. People are the active ones; what waits is everybody's. */
export interface DeliveryDashboard {
  readonly quarter: QuarterKey;
  readonly people: number;
  /** Regular points of these people in the quarter. */
  readonly points: Points;
  /** How many of them have points in the quarter; the share is cut off after one decimal, null of nobody. */
  readonly participation: { readonly withPoints: number; readonly percent: number | null };
  /** Below what is expected of their grade in the quarter: how many, and those who miss most. */
  readonly belowMinimum: { readonly total: number; readonly items: readonly OwnPersonRow[] };
  /** The oldest; the page's total is that of all. */
  readonly pending: RequestPage;
  /** The latest. */
  readonly approvals: readonly RequestView[];
}

/** @throws Forbidden */
export async function deliveryDashboard(deps: ReportsDependencies, actor: PersonActor): Promise<DeliveryDashboard> {
  assertMayLook(actor, 'dp', 'assigned');
  const look = await lookOf(deps, actor, 'dp', 'assigned', undefined);
  const at = look.quarters.indexOf(look.quarter);
  const below = topRows<OwnPersonRow>(mostMissing, SHOWN.size);
  let people = 0;
  let points = 0;
  let withPoints = 0;
  for await (const batch of deps.people.eachBatch({ dpId: actor.personId, status: 'active' }, BATCH)) {
    const rows = await rowsOf(deps, look, batch);
    const inQuarter = rows.map((row) => row.quarters[at]?.points ?? 0);
    people += rows.length;
    points += inQuarter.reduce((sum, one) => sum + one, 0);
    withPoints += inQuarter.filter((one) => one > 0).length;
    below.add(rows.filter(({ minimum }) => (minimum?.missing ?? 0) > 0));
  }
  const ids = await ownPeopleIds(deps, actor, 'dp', 'assigned');
  return {
    quarter: look.quarter,
    people,
    points,
    participation: { withPoints, percent: people === 0 ? null : percentFloor(withPoints, people) },
    belowMinimum: { total: below.seen(), items: below.sorted() },
    pending: await deps.requests.ofPeople(actor, 'every', ids, { status: 'pending' }, SHOWN),
    approvals: await deps.requests.latestOf(actor, 'every', ids, { status: 'approved' }, SHOWN.size),
  };
}

/** What the people wait for whose delivery partner the actor is, of every unit, oldest first. @throws Forbidden */
export async function assignedPending(
  deps: ReportsDependencies,
  actor: PersonActor,
  filter: Pick<RequestFilter, 'q' | 'category' | 'department' | 'grade'>,
  page: PageRequest,
): Promise<RequestPage> {
  const ids = await ownPeopleIds(deps, actor, 'dp', 'assigned');
  return deps.requests.ofPeople(actor, 'every', ids, { ...filter, status: 'pending' }, page);
}

function mostMissing(a: OwnPersonRow, b: OwnPersonRow): number {
  const missing = (row: OwnPersonRow) => row.minimum?.missing ?? 0;
  return missing(b) - missing(a) || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1);
}
