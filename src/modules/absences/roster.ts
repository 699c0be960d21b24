import type { LocalDate } from '../../kernel/local-date.js';
import type { Unit } from '../../kernel/units.js';
import { decidesFor, type Person } from '../people/index.js';
import type { AbsenceDates, Delegates } from './absence.js';

/** Who decides instead of whom on a day. All pure. */

export type RosterPerson = Pick<Person, 'id' | 'name' | 'status' | 'exitDate' | 'grants' | 'managerId'>;

export interface Away extends AbsenceDates {
  readonly personId: string;
  readonly delegates: Delegates;
}

/** Everybody who is away on a day, with everybody who may have to decide instead. */
export interface Roster {
  readonly date: LocalDate;
  readonly away: ReadonlyMap<string, Away>;
  readonly people: ReadonlyMap<string, RosterPerson>;
}

/** Who made a request and who gains from it; neither decides it. */
export interface Parties {
  readonly personId: string;
  readonly proposerId: string;
}

/** Who has a request: the decider, or somebody instead of the decider, or the decider until HR finds somebody. */
export interface Assignment {
  readonly deciderId: string;
  /** Instead of whom; null where nobody stands in. */
  readonly delegatedFrom: string | null;
  /** True where nobody may decide it: HR has to assign it. */
  readonly needsAssignment: boolean;
}

/** True when the person is away and has somebody else decide for the unit. */
export function hasDelegate(roster: Roster, personId: string, unit: Unit): boolean {
  return roster.away.get(personId)?.delegates[unit] !== undefined;
}

/**
 * Who has a request that `deciderId` should decide: the one at the end of the delegates, as long as every one of them
 * holds the duty and neither made the request nor gains from it; else the decider's own manager under the same
 * conditions; else nobody, and HR has to assign it (docs/domain-language.md, "Away").
 */
export function deciderOn(roster: Roster, unit: Unit, deciderId: string, parties: Parties): Assignment {
  if (!hasDelegate(roster, deciderId, unit)) return { deciderId, delegatedFrom: null, needsAssignment: false };
  const managerId = roster.people.get(deciderId)?.managerId ?? undefined;
  const found =
    endOfChain(roster, unit, roster.away.get(deciderId)?.delegates[unit], parties, deciderId) ??
    endOfChain(roster, unit, managerId, parties, deciderId);
  return found === undefined
    ? { deciderId, delegatedFrom: null, needsAssignment: true }
    : { deciderId: found, delegatedFrom: deciderId, needsAssignment: false };
}

/** Goes from one delegate to the next; undefined where somebody on the way may not decide, or it leads back. */
function endOfChain(
  roster: Roster,
  unit: Unit,
  first: string | undefined,
  { personId, proposerId }: Parties,
  deciderId: string,
): string | undefined {
  const seen = new Set([deciderId, personId, proposerId]);
  let current = first;
  while (current !== undefined && !seen.has(current)) {
    const person = roster.people.get(current);
    if (person === undefined || !decidesFor(person, unit, roster.date)) return undefined;
    const away = roster.away.get(current);
    if (away === undefined) return current;
    seen.add(current);
    current = away.delegates[unit];
  }
  return undefined;
}
