import { addDays, daysBetween, type LocalDate } from '../kernel/local-date.js';
import { periodOfDate, type Calendar } from '../kernel/period.js';
import { limitFor, valueFor, type Category } from '../modules/catalog/index.js';
import type { Person } from '../modules/people/index.js';
import { ACTIVITIES, APPROVALS, REJECTIONS, type ActivityKind } from './activities.js';
import type { Activity } from './activity.js';
import type { Company } from './company.js';
import type { Random } from './random.js';
import { isWorkday, momentOn, workdayFrom, workdayUntil } from './working-time.js';

/** How a claim may look and when it may happen. */
export interface ClaimWindow {
  readonly from: LocalDate;
  /** Nothing happens after this day. */
  readonly until: LocalDate;
}

const REJECTED = 0.08;
const WITHDRAWN = 0.02;
/** Days between an event and its claim; well inside the 90 days of the rule. */
const MAX_DELAY = 21;
const MAX_DECISION_DAYS = 6;
/** Waiting claims are at most so many days old. */
const MAX_WAITING_DAYS = 12;

/** Draws claims that keep every rule of the domain; what would break one is drawn again. */
export class ClaimPlanner {
  readonly #company: Company;
  readonly #calendar: Calendar;
  readonly #random: Random;
  readonly #energy: ReadonlyMap<string, number>;
  readonly #taken = new Map<string, number>();

  constructor(company: Company, calendar: Calendar, random: Random) {
    this.#company = company;
    this.#calendar = calendar;
    this.#random = random;
    this.#energy = new Map(company.people.map(({ id }) => [id, energy(random)]));
  }

  /** A claim that was decided, somewhere in the window. Undefined when the draw broke a rule. */
  decided({ from, until }: ClaimWindow): Activity | undefined {
    const random = this.#random;
    const eventDate = addDays(from, random.whole(0, daysBetween(from, until)));
    const claimDay = workdayFrom(addDays(eventDate, random.whole(0, MAX_DELAY)));
    const decisionDay = workdayFrom(addDays(claimDay, random.whole(1, MAX_DECISION_DAYS)));
    if (!isWorkday(eventDate) || decisionDay > until) return undefined;
    const draft = this.#draw(this.#anybody(), eventDate);
    if (draft === undefined) return undefined;
    const at = momentOn(decisionDay, random);
    const luck = random.next();
    const outcome: Activity['outcome'] =
      luck < WITHDRAWN && draft.kind === 'raised'
        ? { kind: 'withdraw', at }
        : luck < WITHDRAWN + REJECTED
          ? { kind: 'reject', at, notes: random.pick(REJECTIONS) }
          : { kind: 'approve', at, notes: random.pick(APPROVALS) };
    return { ...draft, claimedAt: momentOn(claimDay, random), outcome };
  }

  /** A recent claim that still waits; for `decider` where one is given. Undefined when the draw broke a rule. */
  pending(until: LocalDate, decider?: Person): Activity | undefined {
    const random = this.#random;
    const claimDay = workdayUntil(addDays(until, -random.whole(0, MAX_WAITING_DAYS)));
    const eventDate = workdayUntil(addDays(claimDay, -random.whole(0, MAX_DELAY)));
    const team = decider === undefined ? [] : this.#company.reportsOf(decider);
    const person = decider === undefined ? this.#anybody() : random.pick(team);
    const draft = this.#draw(person, eventDate, decider === undefined ? undefined : 'pm');
    return draft === undefined
      ? undefined
      : { ...draft, claimedAt: momentOn(claimDay, random), outcome: { kind: 'pending' } };
  }

  #anybody(): Person {
    return this.#random.weighted(this.#company.people, ({ id }) => this.#energy.get(id) ?? 0);
  }

  #draw(person: Person, eventDate: LocalDate, unit?: string): Omit<Activity, 'claimedAt' | 'outcome'> | undefined {
    const random = this.#random;
    const kinds = ACTIVITIES.filter(
      ({ code }) => unit === undefined || this.#company.categories.get(code)?.unit === unit,
    );
    const activity = random.weighted(
      kinds,
      ({ weight, departments }) => weight * (departments.includes(person.department) ? 3 : 1),
    );
    const category = this.#company.categories.get(activity.code);
    if (category === undefined || !valueFor(category, person.grade).eligible) return undefined;
    const proposed = random.chance(activity.proposed);
    const claimant = proposed ? random.pick(this.#company.updaters.get(category.unit) ?? []) : person;
    const deciders = this.#deciders(category, person, proposed).filter(
      ({ id }) => id !== person.id && id !== claimant.id,
    );
    if (deciders.length === 0 || (proposed && claimant.id === person.id)) return undefined;
    if (!this.#takePlace(category, person, eventDate)) return undefined;
    return {
      kind: proposed ? 'proposed' : 'raised',
      categoryCode: category.code,
      unit: category.unit,
      personId: person.id,
      claimantId: claimant.id,
      deciderId: random.pick(deciders).id,
      eventDate,
      quantity: quantityOf(activity, this.#energy.get(person.id) ?? 1, random),
      notes: random.pick(activity.notes),
    };
  }

  #deciders(category: Category, person: Person, proposed: boolean): readonly Person[] {
    if (proposed) return this.#company.validators.get(category.unit) ?? [];
    if (category.unit !== 'pm') return this.#company.approvers.get(category.unit) ?? [];
    const manager = this.#company.managerOf(person);
    return manager === undefined ? [] : [manager];
  }

  /** Keeps to the category's limit, and to one claim of a person, category and day. */
  #takePlace(category: Category, person: Person, eventDate: LocalDate): boolean {
    const day = `${person.id} ${category.code} ${eventDate}`;
    const quarter = `${person.id} ${category.code} ${periodOfDate(eventDate, this.#calendar).quarter}`;
    const limit = limitFor(category, person.grade) ?? Infinity;
    if (this.#taken.has(day) || (this.#taken.get(quarter) ?? 0) >= limit) return false;
    this.#taken.set(day, 1);
    this.#taken.set(quarter, (this.#taken.get(quarter) ?? 0) + 1);
    return true;
  }
}

/** Most people do a little, some nothing at all, and a few very much. */
function energy(random: Random): number {
  const luck = random.next();
  if (luck < 0.08) return 0.05;
  if (luck < 0.7) return 0.5 + random.next();
  if (luck < 0.93) return 1.6 + random.next() * 1.4;
  return 4 + random.next() * 5;
}

function quantityOf({ maxQuantity }: ActivityKind, energyOfPerson: number, random: Random): number {
  if (maxQuantity === 1) return 1;
  return random.whole(1, energyOfPerson > 3 ? maxQuantity * 3 : maxQuantity);
}
