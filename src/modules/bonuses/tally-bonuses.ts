import type { Actor } from '../../kernel/actor.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { QuarterKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { PersonFilter } from '../people/index.js';
import {
  BONUS_STANDINGS,
  isShown,
  standingOf,
  type BonusReason,
  type BonusRow,
  type BonusStandingName,
} from './bonus-standing.js';
import type { BonusVerdict } from './bonus-state.js';
import { bonusVerdicts } from './bonus-states.js';
import type { BonusesDependencies } from './create-bonuses.js';

const BATCH = 500;
/** So many of the largest bonuses are named in a preview. */
const LARGEST = 5;

/** Which people are looked at, and which of them are listed. */
export interface BonusFilter {
  readonly quarter: QuarterKey;
  readonly state?: BonusStandingName | undefined;
  readonly reason?: BonusReason | undefined;
  readonly q?: string | undefined;
  /** That of the last day of the quarter. */
  readonly grade?: string | undefined;
  readonly department?: string | undefined;
  readonly location?: string | undefined;
}

/** What everybody together comes to. `state` and `reason` of the filter narrow the ids alone. */
export interface BonusTally {
  readonly counts: Readonly<Record<BonusStandingName, number>>;
  /** What awarding all eligible ones would cost. */
  readonly cost: Points;
  /** What was awarded for the quarter. */
  readonly awarded: Points;
  readonly reasons: ReadonlyMap<BonusReason, number>;
  /** Ids of those who would get most, the largest first. */
  readonly largest: readonly string[];
  /** Of those who are listed, by name. */
  readonly ids: readonly string[];
}

/** Everybody with the state of the bonus, by name, in batches. */
export async function* eachStanding(
  deps: BonusesDependencies,
  actor: Actor,
  { quarter, q, grade, department, location }: BonusFilter,
  today: LocalDate,
): AsyncGenerator<BonusRow<BonusVerdict>[]> {
  const filter: PersonFilter = { q, department, location };
  for await (const people of deps.people.eachBatch(filter, BATCH)) {
    const states = await bonusVerdicts(deps, people, quarter);
    yield people.flatMap((person) => {
      const state = states.get(person.id);
      if (state === undefined || person.erased === true || (grade !== undefined && state.grade !== grade)) return [];
      const row = standingOf(actor, person, state, today);
      return isShown(row) ? [row] : [];
    });
  }
}

export async function tallyBonuses(
  deps: BonusesDependencies,
  actor: Actor,
  filter: BonusFilter,
  today: LocalDate,
): Promise<BonusTally> {
  const counts = Object.fromEntries(BONUS_STANDINGS.map((name) => [name, 0])) as Record<BonusStandingName, number>;
  const reasons = new Map<BonusReason, number>();
  const ids: string[] = [];
  let largest: BonusRow<BonusVerdict>[] = [];
  let [cost, awarded] = [0, 0];
  for await (const rows of eachStanding(deps, actor, filter, today)) {
    for (const { person, state, standing, why, due } of rows) {
      counts[standing] += 1;
      reasons.set(why, (reasons.get(why) ?? 0) + 1);
      cost += due;
      awarded += state.award?.points ?? 0;
      if ((filter.state ?? standing) === standing && (filter.reason ?? why) === why) ids.push(person.id);
    }
    const due = rows.filter(({ standing }) => standing === 'eligible');
    largest = [...largest, ...due].sort((one, other) => other.due - one.due).slice(0, LARGEST);
  }
  return { counts, cost, awarded, reasons, largest: largest.map(({ person }) => person.id), ids };
}
