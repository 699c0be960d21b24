import type { Model } from 'mongoose';
import { ruleBroken } from '../../kernel/errors.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Calendar, DateRange } from '../../kernel/period.js';
import { operator } from '../../platform/storage/index.js';
import { limitFor, limitWindow, possibleAgainFrom, type Category } from '../catalog/index.js';
import type { LedgerModule } from '../ledger/index.js';
import type { RequestRecord } from './request.model.js';
import { spokenDate } from './spoken-date.js';

/** States in which a claim uses up a limit and counts as a duplicate. */
export const STANDING = ['pending', 'approved'] as const;

interface ClaimCountDependencies {
  readonly requests: Model<RequestRecord>;
  readonly ledger: Pick<LedgerModule, 'countByKind'>;
}

/**
 * How many claims of a person stand in a category within a window: pending and approved requests and awards, less what
 * was reversed. By effective date; a quantity counts as one. `exceptId` is a request that is not counted.
 */
export async function countClaims(
  { requests, ledger }: ClaimCountDependencies,
  personId: string,
  categoryCode: string,
  window: DateRange | 'ever',
  exceptId?: string,
): Promise<number> {
  const days = window === 'ever' ? {} : { eventDate: operator({ $gte: window.from, $lte: window.to }) };
  const asked = await requests.countDocuments({
    person: personId,
    'category.code': categoryCode,
    status: operator({ $in: [...STANDING] }),
    ...days,
    ...(exceptId !== undefined && { _id: operator({ $ne: exceptId }) }),
  });
  const entries = { personIds: [personId], categoryCode, ...(window === 'ever' ? {} : window) };
  const granted = await ledger.countByKind(entries);
  return asked + (granted.get('award') ?? 0) - (granted.get('reversal') ?? 0);
}

/** A claim whose limit is looked at. */
export interface LimitedClaim {
  readonly personId: string;
  readonly grade: string;
  readonly category: Category;
  readonly date: LocalDate;
  /** The request itself, where it is stored already. */
  readonly exceptId?: string | undefined;
}

/** How far a limit is used up by other claims of the same window. */
export interface LimitUse {
  readonly used: number;
  readonly max: number;
  readonly frequency: NonNullable<Category['limit']>['frequency'];
  /** The first day of the next window; null where there is none. */
  readonly possibleAgainFrom: LocalDate | null;
}

/** What of the category's limit other claims have used; undefined where the grade has no limit. */
export async function limitUse(
  deps: ClaimCountDependencies,
  { personId, grade, category, date, exceptId }: LimitedClaim,
  calendar: Calendar,
): Promise<LimitUse | undefined> {
  const max = limitFor(category, grade);
  if (category.limit === null || max === undefined) return undefined;
  const used = await countClaims(deps, personId, category.code, limitWindow(category.limit, date, calendar), exceptId);
  const { frequency } = category.limit;
  return { used, max, frequency, possibleAgainFrom: possibleAgainFrom(category.limit, date, calendar) };
}

/** @throws RuleBroken `request.limit_reached` saying from when it is possible again */
export async function assertWithinLimit(
  deps: ClaimCountDependencies,
  claim: LimitedClaim,
  calendar: Calendar,
): Promise<LimitUse | undefined> {
  const use = await limitUse(deps, claim, calendar);
  if (use !== undefined) assertBelow(use, claim.category);
  return use;
}

function assertBelow(use: LimitUse, category: Category): void {
  if (use.used < use.max) return;
  throw ruleBroken('request.limit_reached', 'categoryCode', limitMessage(category, use.max, use.possibleAgainFrom));
}

/** The same for a claim whose fellows were counted already. Pure. @throws RuleBroken `request.limit_reached` */
export function assertBelowLimit(
  { category, grade, date }: Pick<LimitedClaim, 'category' | 'grade' | 'date'>,
  usedIn: (window: DateRange | 'ever') => number,
  calendar: Calendar,
): void {
  const max = limitFor(category, grade);
  if (category.limit === null || max === undefined) return;
  const used = usedIn(limitWindow(category.limit, date, calendar));
  const { frequency } = category.limit;
  assertBelow({ used, max, frequency, possibleAgainFrom: possibleAgainFrom(category.limit, date, calendar) }, category);
}

const PER: Readonly<Record<NonNullable<Category['limit']>['frequency'], string>> = {
  daily: 'a day',
  weekly: 'a week',
  monthly: 'a month',
  quarterly: 'a quarter',
  'half-yearly': 'in half a year',
  yearly: 'a year',
  'one-time': 'altogether',
};

function limitMessage(category: Category, max: number, again: LocalDate | null): string {
  const times = max === 1 ? 'once' : `${max} times`;
  const limit = `${category.name} is possible ${times} ${PER[category.limit?.frequency ?? 'one-time']} for this grade`;
  return again === null ? `${limit}.` : `${limit}; possible again from ${spokenDate(again)}.`;
}
