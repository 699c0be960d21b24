import { decidingDuty, UNITS } from '../../kernel/units.js';
import { isActive, type Person } from '../people/index.js';
import type { AbsenceParts } from './absence-parts.js';
import { unitsDecidedBy } from './absence.policy.js';
import { standingOn } from './absence.queries.js';
import type {
  Absence,
  AbsenceName,
  AbsenceNotices,
  AbsenceView,
  Delegates,
  StandingAbsence,
  UnitChoice,
} from './absence.js';
import { isEnabled, loadRoster } from './load-roster.js';

/** Further ahead nobody plans; beyond it an absence of a possible delegate is not shown. */
const FAR = '2999-12-31';

type Names = ReadonlyMap<string, Pick<Person, 'name'>>;

const nameIn = (people: Names, id: string): AbsenceName => ({ id, name: people.get(id)?.name ?? 'Unknown person' });

/** Who decides, with names, in the order of units. */
export function presentDelegates(delegates: Delegates, people: Names): AbsenceView['delegates'] {
  return UNITS.flatMap((unit) => {
    const id = delegates[unit];
    return id === undefined ? [] : [{ unit, delegate: nameIn(people, id) }];
  });
}

/** With names instead of ids, all of which are asked for at once. */
export async function presentAbsences(
  { people }: Pick<AbsenceParts, 'people'>,
  absences: readonly Absence[],
): Promise<AbsenceView[]> {
  const ids = absences.flatMap(({ personId, namedById, delegates }) => [
    personId,
    namedById,
    ...Object.values(delegates),
  ]);
  const names = ids.length === 0 ? new Map<string, Person>() : await people.byIds([...new Set(ids)]);
  return absences.map(({ personId, namedById, delegates, ...absence }) => ({
    ...absence,
    person: nameIn(names, personId),
    namedBy: nameIn(names, namedById),
    delegates: presentDelegates(delegates, names),
  }));
}

export async function presentAbsence(parts: Pick<AbsenceParts, 'people'>, absence: Absence): Promise<AbsenceView> {
  const [view] = await presentAbsences(parts, [absence]);
  if (view === undefined) throw new Error('an absence was lost while it was presented');
  return view;
}

/** Those to come with what they mean for what waits; a person has a handful. */
export async function presentStanding(parts: AbsenceParts, absences: readonly Absence[]): Promise<StandingAbsence[]> {
  const views = await presentAbsences(parts, absences);
  const found: StandingAbsence[] = [];
  for (const [index, absence] of absences.entries()) {
    const view = views[index];
    if (view === undefined) continue;
    const { personId, status, startedAt } = absence;
    const running = status === 'running';
    found.push({
      ...view,
      destinations: running
        ? []
        : await parts.requests().destinations(personId, await loadRoster(parts, absence.from, absence)),
      progress: running ? await parts.requests().progress(personId, startedAt ?? absence.namedAt) : null,
    });
  }
  return found;
}

/** Whom a person could name for each unit, with the days on which they are away themselves. */
export async function choicesFor(parts: AbsenceParts, person: Person): Promise<UnitChoice[]> {
  const units = unitsDecidedBy(person.grants);
  if (units.length === 0) return [];
  const today = await parts.organizations.today();
  const absences = await standingOn(parts.absences, { from: today, to: FAR });
  const choices: UnitChoice[] = [];
  for (const unit of units) {
    const holders = await parts.people.holders(unit, decidingDuty(unit));
    const options = holders
      .filter(({ id }) => id !== person.id)
      .map(({ id, name }) => ({
        id,
        name,
        away: absences.filter(({ personId }) => personId === id).map(({ from, to }) => ({ from, to })),
      }));
    choices.push({ unit, options });
  }
  return choices;
}

export async function noticesFor(parts: AbsenceParts, personId: string): Promise<AbsenceNotices> {
  const today = await parts.organizations.today();
  if (!(await isEnabled(parts))) return { own: null, standingInFor: [] };
  const absences = await standingOn(parts.absences, { from: today, to: today });
  const own = absences.filter((absence) => absence.personId === personId);
  const others = absences.filter(({ delegates }) => Object.values(delegates).includes(personId));
  // Somebody who has left meanwhile is not stood in for: nothing goes back there.
  const people = others.length === 0 ? undefined : await parts.people.byIds(others.map((absence) => absence.personId));
  const there = others.filter((absence) => {
    const person = people?.get(absence.personId);
    return person !== undefined && isActive(person, today);
  });
  const [mine] = await presentAbsences(parts, own);
  return {
    own: mine ?? null,
    standingInFor: (await presentAbsences(parts, there)).map(({ person, to, delegates }) => ({
      person,
      to,
      units: delegates.filter(({ delegate }) => delegate.id === personId).map(({ unit }) => unit),
    })),
  };
}
