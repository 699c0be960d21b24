import { RuleBroken, type FieldProblem } from '../../kernel/errors.js';
import { addDays, daysBetween, type LocalDate } from '../../kernel/local-date.js';
import { spokenDate } from '../../kernel/spoken-date.js';
import { decidingDuty, holds, UNITS, type Grant, type Unit } from '../../kernel/units.js';
import { decidesFor, type Person } from '../people/index.js';
import type { AbsenceDates, Delegates } from './absence.js';
import type { Away } from './roster.js';

/** Rules about absences and who is named in them (docs/domain-language.md, "Away"). All pure. */

export const MAX_DAYS = 366;

export type DelegateCandidate = Pick<Person, 'id' | 'name' | 'status' | 'exitDate' | 'grants'>;

export interface AbsencePlan extends AbsenceDates {
  readonly personId: string;
  readonly delegates: Delegates;
}

/** A broken rule with its stable code and the field that it is said at. */
export interface AbsenceProblem extends FieldProblem {
  readonly code: string;
}

/** The name of the field for a unit's delegate. */
export function delegateField(unit: Unit): string {
  return `delegate_${unit}`;
}

/** The units that somebody decides for; those alone need a delegate. */
export function unitsDecidedBy(grants: readonly Grant[]): Unit[] {
  return UNITS.filter((unit) => unit !== 'central' && unit !== 'dp' && holds(grants, unit, decidingDuty(unit)));
}

export function overlap(one: AbsenceDates, other: AbsenceDates): boolean {
  return one.from <= other.to && other.from <= one.to;
}

/** "17 Nov 2025", or "17 Nov 2025 to 21 Nov 2025". */
export function spokenDays({ from, to }: AbsenceDates): string {
  return from === to ? spokenDate(from) : `${spokenDate(from)} to ${spokenDate(to)}`;
}

/** What is wrong with the days. The first day of an absence that runs already lies in the past and stays. */
export function dateProblems(
  plan: AbsenceDates,
  today: LocalDate,
  others: readonly AbsenceDates[],
  runningSince?: LocalDate,
): AbsenceProblem[] {
  const { from, to } = plan;
  if (runningSince !== undefined && from !== runningSince) {
    return [
      {
        code: 'absence.has_begun',
        path: 'from',
        message: `This has begun on ${spokenDate(runningSince)}; only the last day can change.`,
      },
    ];
  }
  if (runningSince === undefined && from < today) {
    return [{ code: 'absence.in_the_past', path: 'from', message: 'Give today or a later day.' }];
  }
  if (to < from)
    return [
      { code: 'absence.ends_before_it_begins', path: 'to', message: 'The last day must not be before the first.' },
    ];
  if (to < today)
    return [
      {
        code: 'absence.in_the_past',
        path: 'to',
        message: 'Give today or a later day; to come back at once, say that you are back.',
      },
    ];
  if (daysBetween(from, to) >= MAX_DAYS) {
    return [
      {
        code: 'absence.too_long',
        path: 'to',
        message: `At most ${MAX_DAYS} days; the last day can be ${spokenDate(addDays(from, MAX_DAYS - 1))}.`,
      },
    ];
  }
  const other = others.find((one) => overlap(plan, one));
  return other === undefined
    ? []
    : [
        {
          code: 'absence.overlaps',
          path: 'from',
          message: `Overlaps the absence from ${spokenDate(other.from)} to ${spokenDate(other.to)}.`,
        },
      ];
}

/** What an absence is compared with: everybody it names, and everybody else's absences on those days. */
export interface Colleagues {
  readonly people: ReadonlyMap<string, DelegateCandidate>;
  /** Of others, planned and running, that share a day with this one. */
  readonly absences: readonly Away[];
}

/** What is wrong with who is named: one for every unit that the person decides for, and nobody else. */
export function delegateProblems(plan: AbsencePlan, units: readonly Unit[], colleagues: Colleagues): AbsenceProblem[] {
  const unneeded = UNITS.filter((unit) => plan.delegates[unit] !== undefined && !units.includes(unit));
  return [
    ...units.flatMap((unit) => {
      const problem = delegateProblem(plan, unit, colleagues);
      return problem === undefined ? [] : [{ ...problem, path: delegateField(unit) }];
    }),
    ...unneeded.map((unit) => ({
      code: 'absence.nothing_to_delegate',
      path: delegateField(unit),
      message: 'Nothing of this unit is decided here, so nobody has to be named.',
    })),
  ];
}

function delegateProblem(
  plan: AbsencePlan,
  unit: Unit,
  { people, absences }: Colleagues,
): Omit<AbsenceProblem, 'path'> | undefined {
  const delegateId = plan.delegates[unit];
  if (delegateId === undefined) return { code: 'absence.delegate_missing', message: 'Choose who decides meanwhile.' };
  if (delegateId === plan.personId) return { code: 'absence.delegate_self', message: 'Choose somebody else.' };
  const delegate = people.get(delegateId);
  if (delegate === undefined || !decidesFor(delegate, unit, plan.from)) {
    return {
      code: 'absence.delegate_without_duty',
      message: 'This person does not decide for the unit. Choose one from the list.',
    };
  }
  if (!decidesFor(delegate, unit, plan.to)) {
    const leaves = delegate.exitDate === null ? '' : ` on ${spokenDate(delegate.exitDate)}`;
    return {
      code: 'absence.delegate_leaves',
      message: `${delegate.name} leaves${leaves}, before the absence is over. Choose somebody else.`,
    };
  }
  return chainProblem(plan, unit, delegateId, people, absences);
}

/**
 * Follows the delegates on every day on which the chain may be another one: the first, and each on which somebody else's
 * absence begins. Whoever is away needs a delegate too, and nobody may come twice.
 */
function chainProblem(
  plan: AbsencePlan,
  unit: Unit,
  delegateId: string,
  people: Colleagues['people'],
  absences: readonly Away[],
): Omit<AbsenceProblem, 'path'> | undefined {
  const nameOf = (id: string) => people.get(id)?.name ?? 'somebody';
  const days = [plan.from, ...absences.map(({ from }) => from).filter((day) => day > plan.from && day <= plan.to)];
  for (const day of [...new Set(days)].sort()) {
    const chain = [plan.personId];
    let current: string | undefined = delegateId;
    while (current !== undefined) {
      const circle = chain.includes(current);
      chain.push(current);
      if (circle) {
        return {
          code: 'absence.circle',
          message: `Nobody would decide: ${chain.map(nameOf).join(' → ')}. Choose somebody else.`,
        };
      }
      const id: string = current;
      const away = absences.find((one) => one.personId === id && one.from <= day && day <= one.to);
      if (away === undefined) break;
      current = away.delegates[unit];
      if (current === undefined) {
        return {
          code: 'absence.delegate_away',
          message: `${nameOf(id)} is away from ${spokenDate(away.from)} to ${spokenDate(away.to)}, and nobody decides meanwhile. Choose somebody else.`,
        };
      }
    }
  }
  return undefined;
}

/** @throws RuleBroken with the code of the first problem, naming all of them at their fields */
export function assertNoProblem(problems: readonly AbsenceProblem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  throw new RuleBroken(first.code, first.message, { errors: problems.map(({ path, message }) => ({ path, message })) });
}
