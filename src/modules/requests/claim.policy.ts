import { ruleBroken } from '../../kernel/errors.js';
import { addDays, monthOf, yearOf, type LocalDate } from '../../kernel/local-date.js';
import type { Points } from '../../kernel/points.js';
import { UNITS_WITH_VALIDATORS, type Unit } from '../../kernel/units.js';
import { valueFor, type Category } from '../catalog/index.js';
import type { OrganizationSettings } from '../organizations/index.js';
import type { RequestKind } from './request.js';
import { spokenDate } from './spoken-date.js';

/** What may be claimed, for when, with which proof (docs/domain-language.md, "Requests"). All pure; all throw RuleBroken. */

type Windows = Pick<OrganizationSettings, 'raiseWindowDays' | 'proposalWindowMonths'>;

/** Units whose proposals may lie whole months back, because their figures come in late. */
const UNITS_WITH_MONTHS: readonly Unit[] = ['ta', 'ld'];

/** How a category is claimed: a request of its kind, or one that marketing raises for somebody else. */
export type ClaimWay = RequestKind | 'on-behalf';

const WAYS: Readonly<Record<ClaimWay, string>> = {
  raised: 'raise requests in',
  proposed: 'propose points in',
  'on-behalf': 'raise for others',
};

/** The category, if it is active and claimed in this way, in the unit where one is meant. */
export function assertOffered(category: Category | undefined, way: ClaimWay, unit?: Unit): Category {
  const elsewhere = unit !== undefined && category?.unit !== unit;
  if (category?.status !== 'active' || !category.kinds.includes(way) || elsewhere) {
    throw ruleBroken(
      'request.category_not_offered',
      'categoryCode',
      `This is no category that you can ${WAYS[way]} at the moment.`,
    );
  }
  return category;
}

/** Only units with updaters and validators take proposals. */
export function takesProposals(unit: Unit): boolean {
  return UNITS_WITH_VALIDATORS.includes(unit);
}

/** The earliest day an event may have: so many days back, or so many months for proposals of units that work by month. */
export function earliestEventDate(kind: RequestKind, unit: Unit, today: LocalDate, windows: Windows): LocalDate {
  return kind === 'proposed' && UNITS_WITH_MONTHS.includes(unit)
    ? firstOfMonthsBack(today, windows.proposalWindowMonths)
    : addDays(today, -windows.raiseWindowDays);
}

/** The first day of the month that lies `months` before that of `date`. */
export function firstOfMonthsBack(date: LocalDate, months: number): LocalDate {
  const index = yearOf(date) * 12 + (monthOf(date) - 1) - months;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`;
}

export function assertEventDate(eventDate: LocalDate, today: LocalDate, earliest: LocalDate): void {
  if (eventDate > today) throw ruleBroken('request.event_in_future', 'eventDate', 'The event cannot be in the future.');
  if (eventDate < earliest) {
    throw ruleBroken(
      'request.event_too_old',
      'eventDate',
      `The event is too long ago: the earliest possible day is ${spokenDate(earliest)}.`,
    );
  }
}

export function assertUtilizationMonth(month: string, today: LocalDate, windows: Windows): void {
  if (month > today.slice(0, 7))
    throw ruleBroken('request.event_in_future', 'month', 'The month cannot be in the future.');
  const earliest = firstOfMonthsBack(today, windows.proposalWindowMonths).slice(0, 7);
  if (month < earliest) {
    throw ruleBroken(
      'request.event_too_old',
      'month',
      `The month is too long ago: the earliest possible one is ${earliest}.`,
    );
  }
}

/** Proof where it is required, none where none is taken; a link counts only where the category says so. */
export function assertEvidence(
  category: Pick<Category, 'name' | 'evidence' | 'evidenceMayBeLink'>,
  given: { readonly files: number; readonly link: string | undefined },
): void {
  if (given.link !== undefined && !category.evidenceMayBeLink) {
    throw ruleBroken('request.link_not_accepted', 'link', `${category.name} does not take a link as evidence.`);
  }
  if (category.evidence === 'none' && given.files > 0) {
    throw ruleBroken('request.evidence_not_accepted', 'attachmentIds', `${category.name} takes no evidence.`);
  }
  if (category.evidence === 'required' && given.files === 0 && given.link === undefined) {
    const what = category.evidenceMayBeLink ? 'a file or a link' : 'a file';
    throw ruleBroken('request.evidence_missing', 'attachmentIds', `${category.name} needs evidence: add ${what}.`);
  }
}

/** What the claim is worth for the grade; frozen on the request. */
export function worthOf(category: Category, grade: string, quantity: number): { value: Points; points: Points } {
  const eligible = valueFor(category, grade);
  if (!eligible.eligible) throw ruleBroken('request.not_eligible', 'categoryCode', eligible.reason);
  const worth = valueFor(category, grade, quantity);
  if (!worth.eligible) throw ruleBroken('request.quantity_not_accepted', 'quantity', worth.reason);
  return { value: worth.value, points: worth.points };
}
