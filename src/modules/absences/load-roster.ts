import type { LocalDate } from '../../kernel/local-date.js';
import { isActive } from '../people/index.js';
import type { AbsenceParts } from './absence-parts.js';
import { standingOf, standingOn } from './absence.queries.js';
import type { Away, Roster } from './roster.js';

/** True unless the organization does without delegates. */
export async function isEnabled({ organizations }: Pick<AbsenceParts, 'organizations'>): Promise<boolean> {
  return (await organizations.current()).settings.features.absence;
}

/** The roster of a day as far as it concerns one decider: nobody is on it while that one is there. */
export async function loadRosterFor(parts: AbsenceParts, date: LocalDate, deciderId: string): Promise<Roster> {
  const own = await standingOf(parts.absences, deciderId);
  if (own.some(({ from, to }) => from <= date && date <= to)) return loadRoster(parts, date);
  return { date, away: new Map(), people: new Map() };
}

/** Who is away on a day. `instead` stands for the stored absences of its person, to see what it would lead to. */
export async function loadRoster(parts: AbsenceParts, date: LocalDate, instead?: Away): Promise<Roster> {
  if (!(await isEnabled(parts))) return { date, away: new Map(), people: new Map() };
  const stored = await standingOn(parts.absences, { from: date, to: date });
  const absences: Away[] = stored.filter(({ personId }) => personId !== instead?.personId);
  if (instead !== undefined) absences.push(instead);
  if (absences.length === 0) return { date, away: new Map(), people: new Map() };
  const ids = absences.flatMap(({ personId, delegates }) => [personId, ...Object.values(delegates)]);
  const people = await parts.people.byIds([...new Set(ids)]);
  // Whoever left is not away: what waits there is nobody's until HR assigns it.
  const there = absences.filter(({ personId }) => {
    const person = people.get(personId);
    return person !== undefined && isActive(person, date);
  });
  const managers = there.flatMap(({ personId }) => people.get(personId)?.managerId ?? []);
  const others = await parts.people.byIds([...new Set(managers)].filter((id) => !people.has(id)));
  return {
    date,
    away: new Map(there.map((absence) => [absence.personId, absence])),
    people: new Map([...people, ...others]),
  };
}
