import type { Actor } from '../../kernel/actor.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Points } from '../../kernel/points.js';
import { isActive, type Person } from '../people/index.js';
import { BONUS_RULES, type BonusRule } from '../targets/index.js';
import type { BonusState, BonusVerdict } from './bonus-state.js';

/** `held`: the rules say yes, but it is not awarded together with all others. */
export const BONUS_STANDINGS = ['eligible', 'held', 'awarded', 'not-eligible'] as const;
export type BonusStandingName = (typeof BONUS_STANDINGS)[number];

/** Why somebody who is eligible is left out: nobody awards the own bonus, and who has left is decided one by one. */
export const HOLDS = ['own', 'deactivated'] as const;
export type Hold = (typeof HOLDS)[number];

export const BONUS_REASONS = [...BONUS_RULES, ...HOLDS] as const;
export type BonusReason = BonusRule | Hold;

/** A person with the state of the bonus and what that means for whoever awards. */
export interface BonusRow<S extends BonusVerdict = BonusState> {
  readonly person: Pick<Person, 'id' | 'name' | 'employeeId' | 'grade' | 'department' | 'location'> & {
    readonly active: boolean;
  };
  readonly state: S;
  readonly standing: BonusStandingName;
  readonly why: BonusReason;
  /** What is awarded together with all others: 0 unless eligible. */
  readonly due: Points;
  /** A sentence for people. */
  readonly reason: string;
}

export const HOLD_SENTENCES: Readonly<Record<Hold, string>> = {
  own: 'Nobody awards the own bonus. Somebody else of central has to.',
  deactivated: 'Has left. Whether the bonus is still paid is decided one by one.',
};

/** What the state of a person means for whoever awards, as of today. */
export function standingOf<S extends BonusVerdict>(
  actor: Actor,
  person: Person,
  state: S,
  today: LocalDate,
): BonusRow<S> {
  const { id, name, employeeId, grade, department, location } = person;
  const active = isActive(person, today);
  const hold = state.eligible ? holdOf(actor, person, active) : undefined;
  const standing = state.awarded
    ? 'awarded'
    : !state.eligible
      ? 'not-eligible'
      : hold === undefined
        ? 'eligible'
        : 'held';
  return {
    person: { id, name, employeeId, grade, department, location, active },
    state,
    standing,
    why: hold ?? state.rule,
    due: standing === 'eligible' ? state.amount : 0,
    reason: hold === undefined ? state.reason : HOLD_SENTENCES[hold],
  };
}

function holdOf(actor: Actor, { id }: Person, active: boolean): Hold | undefined {
  if (actor.kind === 'person' && actor.personId === id) return 'own';
  return active ? undefined : 'deactivated';
}

/** Whoever has left is shown only where there is something to say about a bonus. */
export function isShown({ person, standing }: BonusRow<BonusVerdict>): boolean {
  return person.active || standing !== 'not-eligible';
}
