import type { Random } from '../../src/demo/random.js';
import { newId } from '../../src/kernel/ids.js';
import { addDays, daysBetween, type LocalDate } from '../../src/kernel/local-date.js';
import {
  monthsOfQuarter,
  periodOfDate,
  previousQuarter,
  rangeOfPeriod,
  type Calendar,
} from '../../src/kernel/period.js';
import { decidingDuty, holds, type Duty, type Unit } from '../../src/kernel/units.js';
import { unitValue, type Category } from '../../src/modules/catalog/index.js';
import type { EntryRecord } from '../../src/modules/ledger/entry.model.js';
import type { Person } from '../../src/modules/people/index.js';
import type { RequestRecord } from '../../src/modules/requests/request.model.js';
import { decidedAfter, generateAccount, referenceTo, type Deed } from './generated-account.js';
import { generateRequest } from './generated-requests.js';

/** The company as the past needs it. */
export interface Company {
  readonly organization: string;
  readonly calendar: Calendar;
  readonly today: LocalDate;
  readonly people: ReadonlyMap<string, Person>;
  readonly categories: readonly Category[];
}

/** What one person did, in the forms in which it is stored. */
export interface PersonsPast {
  readonly entries: readonly EntryRecord[];
  readonly requests: readonly RequestRecord[];
  readonly utilizations: readonly object[];
}

/** How much of everything one person has. */
export interface Amounts {
  readonly entries: number;
  /** Decided claims, among the entries where they were approved. */
  readonly claims: number;
  readonly pending: number;
}

const NOTES = 'Helped the team beyond the job; the record lies with the department.';
const CORRECTED = 0.03;
const UTILIZATION_MONTHS = 6;
/** The last days stay free, so that nothing was decided in the future. */
const QUIET_DAYS = 7;

/** Makes the past of one person after the other; what people with a duty did is spread over all of them. */
export function createPast(company: Company, random: Random): (person: Person, amounts: Amounts) => PersonsPast {
  const { organization, calendar, today, categories } = company;
  const everybody = [...company.people.values()];
  const holders = (unit: Unit, duty: Duty) => everybody.filter(({ grants }) => holds(grants, unit, duty));
  const deciders = new Map(categories.map(({ unit }) => [unit, holders(unit, decidingDuty(unit))]));
  const updaters = new Map(categories.map(({ unit }) => [unit, holders(unit, 'updater')]));
  const [central] = holders('central', 'admin');
  const [corrector] = holders('hr', 'admin');
  if (central === undefined || corrector === undefined) throw new Error('nobody administers the generated company');
  const { quarter, year } = periodOfDate(today, calendar);
  const lastQuarter = previousQuarter(quarter);
  const from = rangeOfPeriod(`${year - 1}`, calendar).from;
  const days = daysBetween(from, addDays(today, -QUIET_DAYS));
  const categoryOf = new Map(categories.map((category) => [category.code, category]));
  const claimed = categories.filter(
    ({ kinds, code }) => code !== 'utilization' && kinds.some((kind) => kind === 'raised' || kind === 'proposed'),
  );
  const awarded = categories.filter(({ kinds }) => kinds.includes('award'));
  const eligible = (list: readonly Category[], { grade }: Person) =>
    list.filter((category) => unitValue(category, grade) > 0);
  const anyDay = () => addDays(from, Math.floor(random.next() * days));

  function deciderOf(person: Person, unit: Unit): Person | undefined {
    if (unit === 'pm') return company.people.get(person.managerId ?? '');
    const others = (deciders.get(unit) ?? []).filter(({ id }) => id !== person.id);
    return others.length === 0 ? undefined : random.pick(others);
  }

  function claim(person: Person, status: 'approved' | 'rejected' | 'pending'): RequestRecord | undefined {
    const category = random.pick(eligible(claimed, person));
    const approver = deciderOf(person, category.unit);
    if (approver === undefined) return undefined;
    const proposers = (updaters.get(category.unit) ?? []).filter(({ id }) => id !== person.id && id !== approver.id);
    const proposed = proposers.length > 0 && (!category.kinds.includes('raised') || random.chance(0.3));
    if (!proposed && !category.kinds.includes('raised')) return undefined;
    return generateRequest(
      organization,
      calendar,
      {
        person,
        category,
        quantity: category.counted ? random.whole(1, 3) : 1,
        eventDate: status === 'pending' ? addDays(today, -random.whole(1, 5)) : anyDay(),
        notes: NOTES,
        approver,
        proposer: proposed ? random.pick(proposers) : person,
        status,
      },
      random,
    );
  }

  function deedOf(person: Person, request: RequestRecord): Deed {
    const category = categoryOf.get(request.category.code);
    const by = company.people.get(request.decidedBy ?? '');
    if (category === undefined || by === undefined) throw new Error('a decided request has a category and a decider');
    const { quantity, points, eventDate, notes } = request;
    const at = request.decidedAt ?? request.raisedAt;
    return {
      person,
      kind: 'earn',
      category,
      quantity,
      points,
      effectiveDate: eventDate,
      at,
      by,
      sourceId: request._id,
      reason: notes,
    };
  }

  function award(person: Person): Deed {
    const category = random.pick(eligible(awarded, person));
    const effectiveDate = anyDay();
    return {
      ...{ person, kind: 'award', category, quantity: 1, points: unitValue(category, person.grade), effectiveDate },
      at: decidedAfter(effectiveDate, random),
      by: deciderOf(person, category.unit) ?? person,
      sourceId: newId(),
      reason: NOTES,
    };
  }

  function bonuses(person: Person): Deed[] {
    const category = categoryOf.get('bonus');
    if (category === undefined || person.grade === 'A1' || random.chance(0.5)) return [];
    const quarters = [`${year - 1}-Q1`, `${year - 1}-Q2`, `${year - 1}-Q3`, `${year - 1}-Q4`] as const;
    return quarters
      .filter(() => random.chance(0.5))
      .map((key) => {
        const effectiveDate = rangeOfPeriod(key, calendar).to;
        const points = random.pick([1000, 2000, 3000]);
        const at = decidedAfter(effectiveDate, random);
        return {
          person,
          kind: 'bonus',
          category,
          quantity: 1,
          points,
          effectiveDate,
          at,
          by: central ?? person,
          sourceId: `${person.id}:${key}`,
          reason: 'Milestones reached',
        };
      });
  }

  function utilizationOf(person: Person): { requests: RequestRecord[]; utilizations: object[] } {
    const category = categoryOf.get('utilization');
    const approver = deciderOf(person, 'pmo');
    const [proposer] = updaters.get('pmo') ?? [];
    if (category === undefined || approver === undefined || proposer === undefined)
      return { requests: [], utilizations: [] };
    const months = [
      ...monthsOfQuarter(previousQuarter(lastQuarter), calendar),
      ...monthsOfQuarter(lastQuarter, calendar),
    ];
    const requests: RequestRecord[] = [];
    const utilizations: object[] = [];
    for (const month of months.slice(-UTILIZATION_MONTHS)) {
      if (random.chance(0.1)) continue;
      const basisPoints = random.whole(600, 1000) * 10;
      const utilization = { month, basisPoints };
      const request = generateRequest(
        organization,
        calendar,
        {
          person,
          category,
          quantity: 1,
          eventDate: `${month}-01`,
          notes: NOTES,
          approver,
          proposer,
          status: 'approved',
          utilization,
        },
        random,
      );
      requests.push(request);
      const at = request.decidedAt;
      utilizations.push({
        _id: newId(),
        organization,
        person: person.id,
        month,
        basisPoints,
        request: request._id,
        by: referenceTo(approver),
        at,
      });
    }
    return { requests, utilizations };
  }

  return (person, amounts) => {
    const requests: RequestRecord[] = [];
    for (let number = 0; number < amounts.claims; number += 1)
      requests.push(
        ...[claim(person, random.chance(0.88) ? 'approved' : 'rejected')].filter((one) => one !== undefined),
      );
    const earned = requests.filter(({ status }) => status === 'approved').map((request) => deedOf(person, request));
    const extra = bonuses(person);
    const uncorrected = Math.round(amounts.entries / (1 + CORRECTED));
    const awards = Math.max(0, uncorrected - earned.length - extra.length);
    const deeds = [...earned, ...extra, ...Array.from({ length: awards }, () => award(person))];
    deeds.sort((one, other) => one.at.getTime() - other.at.getTime());
    const { entries } = generateAccount(organization, calendar, deeds, {
      share: CORRECTED,
      random,
      by: referenceTo(corrector),
    });
    const entryOf = new Map(entries.map(({ kind, source, _id }) => [kind === 'earn' ? source.id : '', _id]));
    for (let number = 0; number < amounts.pending; number += 1)
      requests.push(...[claim(person, 'pending')].filter((one) => one !== undefined));
    const monthly = utilizationOf(person);
    return {
      entries,
      requests: [
        ...requests.map((request) => ({ ...request, entry: entryOf.get(request._id) ?? null })),
        ...monthly.requests,
      ],
      utilizations: monthly.utilizations,
    };
  };
}
