import type { PersonActor } from '../../kernel/actor.js';
import { Forbidden, NotFound, ruleBroken } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { addDays, type LocalDate } from '../../kernel/local-date.js';
import { can } from '../../kernel/permissions.js';
import type { Unit } from '../../kernel/units.js';
import type { Category } from '../catalog/index.js';
import type { Entry, NewEntry } from '../ledger/index.js';
import type { Organization } from '../organizations/index.js';
import { isActive, type Person } from '../people/index.js';
import { assertNoDuplicate } from './award-duplicates.js';
import { assertEventDate, worthOf } from './claim.policy.js';
import { here, type RequestParts } from './request-parts.js';
import { takeClaim, type ClaimToTake } from './take-claim.js';

export interface NewAward {
  readonly personId: string;
  readonly categoryCode: string;
  readonly notes: string;
  /** Where only the categories of one unit are meant. */
  readonly unit?: Unit | undefined;
  /** The day that the points are for; today unless said. Decides period and limits. */
  readonly eventDate?: LocalDate | undefined;
  readonly quantity?: number | undefined;
  /** The same key of the same giver credits once, however often it is sent. */
  readonly idempotencyKey?: string | undefined;
  /** Refused where the person has points or a claim of the category and day already, unless that is acknowledged. */
  readonly checkDuplicates?: boolean | undefined;
  readonly acknowledgeDuplicate?: boolean | undefined;
}

/** An award that passed every rule which looks at it alone. */
export interface CheckedAward {
  readonly person: Person;
  readonly category: Category;
  readonly worth: { readonly value: number; readonly points: number };
  readonly quantity: number;
  readonly eventDate: LocalDate;
}

/** Grants points without a request to decide. Inside the caller's transaction. */
export async function giveAward(parts: RequestParts, actor: PersonActor, award: NewAward): Promise<Entry> {
  const checked = await checkAward(parts, actor, award);
  await takeClaim(parts, claimOf(checked));
  if (award.checkDuplicates === true && award.acknowledgeDuplicate !== true) await assertNoDuplicate(parts, checked);
  await parts.catalog.markUsed(checked.category.code);
  const id = award.idempotencyKey === undefined ? newId() : `${actor.personId}/${award.idempotencyKey}`;
  return parts.ledger.credit(actor, entryOf(checked, id, award.notes));
}

/** The line of the ledger that an award becomes, once whatever is retried: `id` names it. */
export function entryOf(award: CheckedAward, id: string, reason: string): NewEntry {
  const { person, category, worth, quantity, eventDate } = award;
  return {
    personId: person.id,
    kind: 'award',
    points: worth.points,
    categoryCode: category.code,
    unit: category.unit,
    effectiveDate: eventDate,
    sourceKey: `award:${id}`,
    source: { type: 'award', id },
    reason,
    basis: { value: worth.value, quantity, grade: person.grade, categoryVersion: category.version },
  };
}

export function claimOf({ person, category, eventDate }: CheckedAward): ClaimToTake {
  return { personId: person.id, grade: person.grade, category, date: eventDate };
}

/** Who may award what to whom; the limit is looked at apart, where it can no longer change. */
export async function checkAward(parts: RequestParts, actor: PersonActor, award: NewAward): Promise<CheckedAward> {
  return judgeAward(
    actor,
    {
      ...(await here(parts)),
      category: await parts.catalog.find(award.categoryCode),
      person: await parts.people.find(award.personId),
    },
    award,
  );
}

/** What is known of an award beside its input. */
export interface AwardFacts {
  readonly organization: Pick<Organization, 'settings'>;
  readonly today: LocalDate;
  readonly category: Category | undefined;
  readonly person: Person | undefined;
  /** The unit as which somebody grants; the category's own unless said. Central grants in categories of every unit. */
  readonly as?: Unit | undefined;
}

/** An award that passes every rule which looks at it alone. Pure. @throws Forbidden; NotFound; RuleBroken naming the field */
export function judgeAward(
  actor: PersonActor,
  { organization, today, ...facts }: AwardFacts,
  award: Omit<NewAward, 'personId'>,
): CheckedAward {
  const category = assertAwarded(facts.category, award.unit);
  const { as = category.unit } = facts;
  if (!can(actor, 'awards:grant', as)) {
    throw new Forbidden('award.not_granted', 'You do not grant points of this unit.');
  }
  const person = assertAwardee(actor, as, facts.person, today);
  const quantity = award.quantity ?? 1;
  const worth = worthOf(category, person.grade, quantity);
  const eventDate = award.eventDate ?? today;
  assertEventDate(eventDate, today, addDays(today, -organization.settings.raiseWindowDays));
  return { person, category, worth, quantity, eventDate };
}

function assertAwarded(category: Category | undefined, unit: Unit | undefined): Category {
  const offered = category?.status === 'active' && category.kinds.includes('award');
  if (category === undefined || !offered || (unit !== undefined && category.unit !== unit)) {
    throw ruleBroken(
      'award.category_not_offered',
      'categoryCode',
      'This is no category in which points can be granted at the moment.',
    );
  }
  return category;
}

/** An active person, somebody else, and in `pm` one of the own reports. */
function assertAwardee(actor: PersonActor, as: Unit, person: Person | undefined, today: LocalDate): Person {
  if (as === 'pm' && person?.managerId !== actor.personId && person?.id !== actor.personId) {
    throw new NotFound('person.not_found', 'There is no such person in your team.');
  }
  if (person === undefined || !isActive(person, today)) {
    throw ruleBroken('award.person_not_active', 'personId', 'Choose an active person.');
  }
  if (person.id === actor.personId) {
    throw ruleBroken('award.other_eyes', 'personId', 'Nobody grants points to himself or herself.');
  }
  return person;
}
