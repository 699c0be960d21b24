import type { Actor } from '../../kernel/actor.js';
import { periodLabel, type QuarterKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { AnyNewEvent } from '../../platform/outbox/index.js';
import type { NewEntry } from '../ledger/index.js';
import { BONUS_CATEGORY, bonusKey } from './bonus-key.js';
import { daysOf } from './bonus.policy.js';
import { HOLD_SENTENCES, standingOf, type BonusReason, type BonusRow } from './bonus-standing.js';
import type { BonusState } from './bonus-state.js';
import { bonusStates } from './bonus-states.js';
import type { BonusesDependencies } from './create-bonuses.js';

/** A bonus that was written down. */
export interface AwardedBonus {
  readonly personId: string;
  readonly entryId: string;
  readonly points: Points;
}

export interface SkippedBonus {
  readonly personId: string;
  readonly code: BonusReason;
  /** A sentence for people. */
  readonly reason: string;
}

export interface BonusOutcome {
  readonly awarded: readonly AwardedBonus[];
  readonly skipped: readonly SkippedBonus[];
}

/**
 * Awards those of some people who are eligible now, each on the own merits, inside the caller's transaction: what was
 * computed for a preview does not count here. Whoever has left is left out unless that is said to be meant.
 */
export async function awardPeople(
  deps: BonusesDependencies,
  actor: Actor,
  quarter: QuarterKey,
  personIds: readonly string[],
  { alsoDeactivated = false }: { readonly alsoDeactivated?: boolean } = {},
): Promise<BonusOutcome> {
  const { organizations, people, ledger, catalog, outbox } = deps;
  const { calendar } = await organizations.current();
  const today = await organizations.today();
  const { effectiveDate } = daysOf(quarter, calendar, today);
  const persons = await people.byIds(personIds);
  const states = await bonusStates(deps, personIds, quarter);
  const rows = personIds.flatMap((id): BonusRow[] => {
    const [person, state] = [persons.get(id), states.get(id)];
    return person === undefined || state === undefined || person.erased === true
      ? []
      : [standingOf(actor, person, state, today)];
  });
  const isMeant = ({ standing, why }: BonusRow) =>
    standing === 'eligible' || (standing === 'held' && why === 'deactivated' && alsoDeactivated);
  const due = rows.filter(isMeant);
  const awarded: AwardedBonus[] = [];
  if (due.length > 0) {
    const category = await catalog.find(BONUS_CATEGORY);
    await catalog.markUsed(BONUS_CATEGORY);
    const version = category?.version ?? 1;
    const entries = await ledger.creditMany(
      actor,
      due.map(({ person, state }) => entryOf(person.id, state, effectiveDate, version)),
    );
    const entryIds = new Map(entries.map(({ personId, id }) => [personId, id]));
    for (const { person, state } of due) {
      awarded.push({ personId: person.id, entryId: entryIds.get(person.id) ?? '', points: state.amount });
    }
    await outbox.record(actor, ...due.map(({ person, state }) => eventOf(person.id, state)));
  }
  const known = new Set(rows.map(({ person }) => person.id));
  return {
    awarded,
    skipped: [
      ...rows
        .filter((row) => !isMeant(row))
        .map(({ person, why, reason }) => ({ personId: person.id, code: why, reason })),
      ...personIds
        .filter((id) => !known.has(id))
        .map((personId) => ({ personId, code: 'deactivated' as const, reason: HOLD_SENTENCES.deactivated })),
    ],
  };
}

function entryOf(personId: string, state: BonusState, effectiveDate: string, categoryVersion: number): NewEntry {
  const { period, amount, grade } = state;
  return {
    personId,
    kind: 'bonus',
    points: amount,
    categoryCode: BONUS_CATEGORY,
    unit: 'central',
    effectiveDate,
    sourceKey: bonusKey(personId, period),
    againAfterReversal: true,
    source: { type: 'bonus', id: `${personId}:${period}` },
    reason: reasonOf(state),
    basis: { value: amount, quantity: 1, grade, categoryVersion },
  };
}

/** Why these points: the milestones, and the figures against which they were held. */
function reasonOf({ period, figures }: BonusState): string {
  const reached = figures.milestones.filter((milestone) => milestone.reached).map(({ percent }) => `${percent} %`);
  const { quarterPoints, quarterlyTarget, yearPoints, yearlyTarget, utilization } = figures;
  return [
    `Bonus ${periodLabel(period)}: ${reached.length === 1 ? 'milestone' : 'milestones'} ${reached.join(', ')}.`,
    `${yearPoints} of ${yearlyTarget ?? 0} points of the year, ${quarterPoints} of ${quarterlyTarget ?? 0} of the quarter`,
  ]
    .join(' ')
    .concat(utilization.exempt ? '.' : `, utilization ${utilization.average.toFixed(1)} %.`);
}

/** The figures stay in the audit, so that nobody has to compute them again from what has changed since. */
function eventOf(personId: string, state: BonusState): AnyNewEvent {
  const { period, grade, amount, figures } = state;
  return {
    type: 'bonus.awarded',
    subject: { type: 'person', id: personId },
    data: { personId, period, points: amount },
    after: {
      grade,
      ...{ quarterPoints: figures.quarterPoints, quarterlyTarget: figures.quarterlyTarget },
      ...{ yearPoints: figures.yearPoints, yearlyTarget: figures.yearlyTarget },
      milestones: figures.milestones
        .filter(({ reached }) => reached)
        .map(({ percent, amount: worth }) => ({ percent, worth })),
      ...{ utilization: figures.utilization.average, utilizationNeeded: figures.utilization.needed },
      ...{ yearBonus: figures.yearBonus, cap: figures.cap },
    },
  };
}
