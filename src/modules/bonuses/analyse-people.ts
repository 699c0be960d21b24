import type { Actor } from '../../kernel/actor.js';
import type { QuarterKey } from '../../kernel/period.js';
import type { AnyNewEvent } from '../../platform/outbox/index.js';
import type { BonusRunRow } from './bonus-run.js';
import { standingOf, HOLD_SENTENCES, type BonusRow } from './bonus-standing.js';
import { bonusStates } from './bonus-states.js';
import type { BonusesDependencies } from './create-bonuses.js';

/** Tells those of some people who are eligible now how their bonus stands, inside the caller's transaction. */
export async function analysePeople(
  deps: BonusesDependencies,
  actor: Actor,
  quarter: QuarterKey,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, BonusRunRow>> {
  const today = await deps.organizations.today();
  const persons = await deps.people.byIds(personIds);
  const states = await bonusStates(deps, personIds, quarter);
  const outcomes = new Map<string, BonusRunRow>();
  const news: AnyNewEvent[] = [];
  for (const personId of personIds) {
    const [person, state] = [persons.get(personId), states.get(personId)];
    const row = person && state && standingOf(actor, person, state, today);
    if (row?.standing === 'eligible') news.push(eventOf(row));
    outcomes.set(personId, outcomeOf(personId, row));
  }
  if (news.length > 0) await deps.outbox.record(actor, ...news);
  return outcomes;
}

function outcomeOf(personId: string, row: BonusRow | undefined): BonusRunRow {
  if (row?.standing === 'eligible') {
    return { personId, outcome: 'done', code: 'eligible', reason: '', points: row.due, entryId: null };
  }
  const { why, reason } = row ?? { why: 'deactivated' as const, reason: HOLD_SENTENCES.deactivated };
  return { personId, outcome: 'skipped', code: why, reason, points: 0, entryId: null };
}

function eventOf({ person, state }: BonusRow): AnyNewEvent {
  const { period, amount, figures } = state;
  const { quarterPoints, quarterlyTarget, yearPoints, yearlyTarget, utilization } = figures;
  return {
    type: 'bonus.analysed',
    subject: { type: 'person', id: person.id },
    data: {
      ...{ personId: person.id, period, points: amount },
      ...{ quarterPoints, quarterlyTarget: quarterlyTarget ?? 0, yearPoints, yearlyTarget: yearlyTarget ?? 0 },
      milestones: figures.milestones.filter(({ reached }) => reached).map(({ percent }) => percent),
      utilization: utilization.exempt ? null : utilization.average,
    },
  };
}
