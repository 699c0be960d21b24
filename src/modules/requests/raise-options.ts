import type { PersonActor } from '../../kernel/actor.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Calendar, DateRange } from '../../kernel/period.js';
import { decidingDuty, type Unit } from '../../kernel/units.js';
import { operator } from '../../platform/storage/index.js';
import { deciderOn, type Parties, type Roster } from '../absences/index.js';
import { limitFor, limitWindow, possibleAgainFrom, valueFor, type Category } from '../catalog/index.js';
import type { Person } from '../people/index.js';
import { managerDecides, managerProblem, mayBeChosen } from './approver.policy.js';
import { STANDING } from './claim-count.js';
import { here, type RequestParts } from './request-parts.js';
import type { ApproverOption, PersonName, RaiseOption, RaiseOptions } from './request.js';
import type { RequestRecord } from './request.model.js';

/** What one category offers a person today. */
interface Offer {
  readonly approvers: readonly ApproverOption[];
  /** Why nobody can decide. */
  readonly problem: string | undefined;
}

/** Every active category that employees raise: what it is worth, who may decide it, whether the limit is used up today. */
export async function raiseOptions(parts: RequestParts, actor: PersonActor): Promise<RaiseOptions> {
  const { organization, today } = await here(parts);
  const person = await parts.people.byId(actor.personId);
  const categories = await parts.catalog.list({ status: 'active', kind: 'raised' });
  const offers = await offersByUnit(parts, person, [...new Set(categories.map(({ unit }) => unit))]);
  const spent = await spentLimits(parts, person, categories, today, organization.calendar);
  return {
    categories: categories.map((category) => {
      const offer = offers.get(category.unit) ?? { approvers: [], problem: undefined };
      return toOption(category, person, offer, spent.get(category.code));
    }),
  };
}

/**
 * The categories whose limit a person has used up for events of a day, with the day from which they are possible again;
 * null where that is never. `exceptId` is a request that is not counted.
 */
export async function spentLimits(
  parts: RequestParts,
  person: Pick<Person, 'id' | 'grade'>,
  categories: readonly Category[],
  day: LocalDate,
  calendar: Calendar,
  exceptId?: string,
): Promise<Map<string, LocalDate | null>> {
  const limited = categories.flatMap((category) => {
    const max = limitFor(category, person.grade);
    return category.limit === null || max === undefined ? [] : [{ code: category.code, limit: category.limit, max }];
  });
  if (limited.length === 0) return new Map();
  const windows = new Map(limited.map(({ code, limit }) => [code, limitWindow(limit, day, calendar)]));
  const used = await usedClaims(parts, person.id, windows, exceptId);
  const spent = limited.filter(({ code, max }) => (used.get(code) ?? 0) >= max);
  return new Map(spent.map(({ code, limit }) => [code, possibleAgainFrom(limit, day, calendar)]));
}

function toOption(category: Category, person: Person, offer: Offer, again: LocalDate | null | undefined): RaiseOption {
  const worth = valueFor(category, person.grade);
  const spent = again === null ? `${category.name} is possible only once.` : undefined;
  const reason = worth.eligible ? (offer.problem ?? spent) : worth.reason;
  return {
    id: category.id,
    code: category.code,
    name: category.name,
    unit: category.unit,
    description: category.description,
    points: worth.eligible ? worth.points : 0,
    eligible: reason === undefined,
    ...(reason !== undefined && { reason }),
    evidence: category.evidence,
    linkAccepted: category.evidenceMayBeLink,
    quantity: category.counted,
    approvers: offer.approvers,
    fixedApprover: managerDecides(category.unit),
    ...(typeof again === 'string' && { possibleAgainFrom: again }),
  };
}

/** Who may decide for each of the units. There are at most as many questions as units. */
async function offersByUnit(parts: RequestParts, person: Person, units: readonly Unit[]): Promise<Map<Unit, Offer>> {
  const roster = await parts.absences.roster();
  const offers = units.map(async (unit) => [unit, await offerOf(parts, person, unit, roster)] as const);
  return new Map(await Promise.all(offers));
}

async function offerOf({ people }: RequestParts, person: Person, unit: Unit, roster: Roster): Promise<Offer> {
  const today = roster.date;
  const parties = { personId: person.id, proposerId: person.id };
  const option = (approver: Person) => optionOf(approver, parties, unit, roster);
  if (managerDecides(unit)) {
    const manager = person.managerId === null ? undefined : await people.find(person.managerId);
    const problem = managerProblem(person.id, manager, today);
    return { problem, approvers: manager === undefined || problem !== undefined ? [] : [option(manager)] };
  }
  const holders = await people.holders(unit, decidingDuty(unit));
  const approvers = holders.filter((holder) => mayBeChosen(holder, person.id, unit, today)).map(option);
  return {
    approvers,
    problem: approvers.length === 0 ? 'There is nobody who could decide this at the moment. Please ask HR.' : undefined,
  };
}

/** Who may decide; while that one is away, with who would decide instead. */
export function optionOf({ id, name }: PersonName, parties: Parties, unit: Unit, roster: Roster): ApproverOption {
  const { deciderId, delegatedFrom, needsAssignment } = deciderOn(roster, unit, id, parties);
  const until = roster.away.get(id)?.to;
  if (until === undefined || (delegatedFrom === null && !needsAssignment)) return { id, name };
  const instead = needsAssignment ? null : (roster.people.get(deciderId)?.name ?? null);
  return { id, name, away: { until, instead } };
}

/** How many claims of a person stand in each category's window. One question to the requests, one to the ledger. */
async function usedClaims(
  { requests, ledger }: RequestParts,
  personId: string,
  windows: ReadonlyMap<string, DateRange | 'ever'>,
  exceptId: string | undefined,
): Promise<Map<string, number>> {
  const used = new Map<string, number>();
  const count = (code: string, date: LocalDate, by: number) => {
    const window = windows.get(code);
    if (window === undefined || (window !== 'ever' && (date < window.from || date > window.to))) return;
    used.set(code, (used.get(code) ?? 0) + by);
  };
  const from = earliest([...windows.values()]);
  const asked = await requests
    .find(
      {
        person: personId,
        'category.code': operator({ $in: [...windows.keys()] }),
        status: operator({ $in: [...STANDING] }),
        ...(from !== undefined && { eventDate: operator({ $gte: from }) }),
        ...(exceptId !== undefined && { _id: operator({ $ne: exceptId }) }),
      },
      { 'category.code': 1, eventDate: 1 },
    )
    .lean<Pick<RequestRecord, 'category' | 'eventDate'>[]>();
  for (const { category, eventDate } of asked) count(category.code, eventDate, 1);
  for await (const entry of ledger.eachEntry({ personIds: [personId], ...(from !== undefined && { from }) })) {
    if (entry.kind === 'award') count(entry.categoryCode, entry.effectiveDate, 1);
    if (entry.kind === 'reversal') count(entry.categoryCode, entry.effectiveDate, -1);
  }
  return used;
}

/** The first day of the widest window; undefined when one has no beginning. */
function earliest(windows: readonly (DateRange | 'ever')[]): LocalDate | undefined {
  const starts = windows.flatMap((window) => (window === 'ever' ? [] : [window.from]));
  return starts.length < windows.length ? undefined : starts.sort()[0];
}
