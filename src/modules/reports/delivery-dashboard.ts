import type { PersonActor } from '../../kernel/actor.js';
import type { PageRequest } from '../../kernel/paging.js';
import type { QuarterKey } from '../../kernel/period.js';
import { percentFloor, type Points } from '../../kernel/points.js';
import { isActive, type Person } from '../people/index.js';
import type { RequestFilter, RequestPage, RequestView } from '../requests/index.js';
import { assertMayLook } from './own-people.policy.js';
import { ownPeopleFilter, ownPeopleIds } from './own-people-scope.js';
import type { OwnPersonRow } from './own-people-figures.js';
import { lookOf, minimumFor, rowsOf } from './own-people.js';
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
  const { quarter, present } = look;
  const below = topRows<BelowMinimum>(mostMissing, SHOWN.size);
  const ids: string[] = [];
  let people = 0;
  let points = 0;
  let withPoints = 0;
  for await (const batch of deps.people.eachBatch(await ownPeopleFilter(deps, actor, 'dp', 'assigned'), BATCH)) {
    ids.push(...batch.map(({ id }) => id));
    const active = batch.filter((person) => isActive(person, present.today));
    const totals = await deps.ledger.totals(
      active.map(({ id }) => id),
      [quarter],
    );
    for (const person of active) {
      const own = totals.get(person.id)?.[quarter]?.regular ?? 0;
      people += 1;
      points += own;
      if (own > 0) withPoints += 1;
      const missing = minimumFor('dp', 'assigned', person.grade, own)?.missing ?? 0;
      if (missing > 0) below.add([{ person, missing }]);
    }
  }
  const missingMost = below.sorted().map(({ person }) => person);
  return {
    quarter,
    people,
    points,
    participation: { withPoints, percent: people === 0 ? null : percentFloor(withPoints, people) },
    belowMinimum: { total: below.seen(), items: await rowsOf(deps, look, missingMost) },
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

/** Somebody who is below the minimum, and by how much. */
interface BelowMinimum {
  readonly person: Person;
  readonly missing: number;
}

function mostMissing(a: BelowMinimum, b: BelowMinimum): number {
  return b.missing - a.missing || a.person.name.localeCompare(b.person.name) || (a.person.id < b.person.id ? -1 : 1);
}
