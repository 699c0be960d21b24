import type { PersonActor } from '../../kernel/actor.js';
import { Forbidden } from '../../kernel/errors.js';
import { periodOfDate, rangeOfPeriod } from '../../kernel/period.js';
import { can } from '../../kernel/permissions.js';
import { percentFloor } from '../../kernel/points.js';
import { decidingDuty, holds, type Unit } from '../../kernel/units.js';
import type { EntryFilter } from '../ledger/index.js';
import { seesWholeUnit, type ProposalMonth } from '../requests/index.js';
import { categoryNames } from './category-figures.js';
import { entriesIn, twelveMonthsTo } from './figure-range.js';
import { ownPeopleIds } from './own-people-scope.js';
import type { ReportsDependencies } from './reports-dependencies.js';
import type { UnitDashboard, UnitDashboardWish } from './unit-figures.js';
import { unitParticipation } from './unit-participation.js';

const SHOWN = 5;

/**
 * How a unit stands, as far as the actor may see it. Counts are those of the queue; points are those of the unit, or of
 * the own team. Somebody who only proposes sees the own proposals.
 */
export async function unitDashboard(
  deps: ReportsDependencies,
  actor: PersonActor,
  unit: Unit,
  wish: UnitDashboardWish,
): Promise<UnitDashboard> {
  if (!can(actor, 'requests:view', unit)) throw new Forbidden();
  const { calendar } = await deps.organizations.current();
  const today = await deps.organizations.today();
  const period = wish.period ?? periodOfDate(today, calendar).quarter;
  const range = { period, ...rangeOfPeriod(period, calendar) };
  const year = twelveMonthsTo(range.to);
  const view = viewOf(actor, unit, wish.scope);
  const ofEntries = view === 'own' ? undefined : await entriesOf(deps, actor, unit, view);
  const decides = holds(actor.grants, unit, decidingDuty(unit));
  const [names, counts, now, time, byCategory, byMonth, proposals, participation] = await Promise.all([
    categoryNames(deps),
    deps.requests.counts(actor, unit, period),
    deps.requests.standing(actor, unit, { mine: decides, size: SHOWN }),
    deps.requests.decisionTime(actor, unit, period),
    ofEntries === undefined ? [] : deps.ledger.sumBy({ ...ofEntries, ...entriesIn(range) }, 'category'),
    ofEntries === undefined ? [] : deps.ledger.sumBy({ ...ofEntries, from: year.from, to: year.to }, 'month'),
    view === 'own' ? deps.requests.proposalMonths(actor, unit, monthsOf(year.months)) : undefined,
    wish.participation === true && view !== 'own' ? unitParticipation(deps, unit, range) : null,
  ]);
  const months = new Map(byMonth.map((row) => [row.key, row]));
  const decided = counts.approved + counts.rejected;
  return {
    view,
    period,
    from: range.from,
    to: range.to,
    counts: { pending: now.pending, assigned: now.assigned, approved: counts.approved, rejected: counts.rejected },
    acceptance: decided === 0 ? null : percentFloor(counts.approved, decided),
    decision: time,
    points: ofEntries === undefined ? null : byCategory.reduce((sum, row) => sum + row.regular, 0),
    oldest: now.oldest,
    recent: now.recent,
    monthsFrom: year.from,
    monthsTo: year.to,
    byMonth:
      ofEntries === undefined
        ? []
        : year.months.map((key) => ({
            key,
            regular: months.get(key)?.regular ?? 0,
            count: months.get(key)?.count ?? 0,
          })),
    byCategory: byCategory
      .map(({ key, regular, count }) => ({ key, name: names.get(key) ?? key, regular, count }))
      .sort((one, other) => other.regular - one.regular || (one.key < other.key ? -1 : 1)),
    proposals: proposals === undefined ? null : year.months.map((month) => proposalsOf(month, proposals)),
    participation,
  };
}

function viewOf(actor: PersonActor, unit: Unit, scope: 'team' | 'unit'): UnitDashboard['view'] {
  if (seesWholeUnit(actor, unit)) return 'unit';
  if (!holds(actor.grants, unit, 'approver', 'validator', 'admin')) return 'own';
  return scope;
}

/** Whoever has left counts with the last manager, as in the list of the team: points do not go with the person. */
async function entriesOf(
  deps: ReportsDependencies,
  actor: PersonActor,
  unit: Unit,
  view: 'team' | 'unit',
): Promise<EntryFilter> {
  if (view === 'unit') return { unit, class: 'regular' };
  return { unit, class: 'regular', personIds: await ownPeopleIds(deps, actor, unit, 'team') };
}

function monthsOf(months: readonly string[]): { from: string; to: string } {
  return { from: months[0] ?? '', to: months.at(-1) ?? '' };
}

function proposalsOf(month: string, rows: readonly ProposalMonth[]) {
  const of = (status: ProposalMonth['status']) =>
    rows.find((row) => row.month === month && row.status === status)?.count ?? 0;
  return { key: month, pending: of('pending'), approved: of('approved'), rejected: of('rejected') };
}
