import { Conflict } from '../../kernel/errors.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Points } from '../../kernel/points.js';
import { findDuplicates } from './find-duplicates.js';
import type { CheckedAward } from './give-award.js';
import type { RequestParts } from './request-parts.js';
import { spokenDate } from './spoken-date.js';

/** More than these are not listed. */
const MAX_LISTED = 20;

/** What a person has of a category and day already: a pending or approved request, or points granted without one. */
export interface AwardDuplicate {
  readonly kind: 'request' | 'award';
  /** `pending` or `approved` of a request; `granted` of an award. */
  readonly status: 'pending' | 'approved' | 'granted';
  readonly eventDate: LocalDate;
  /** What it is worth, with corrections. */
  readonly points: Points;
  readonly at: Date;
}

type Sameness = Pick<CheckedAward, 'person' | 'category' | 'eventDate'>;

/** The same person, category and day among requests that stand and awards that were not taken back; oldest first. */
export async function awardDuplicates(
  parts: RequestParts,
  { person, category, eventDate }: Sameness,
): Promise<AwardDuplicate[]> {
  const asked = await findDuplicates(parts.requests, {
    personId: person.id,
    categoryCode: category.code,
    eventDate,
  });
  const { items } = await parts.ledger.history(
    { personIds: [person.id], categoryCode: category.code, from: eventDate, to: eventDate, kind: 'award' },
    { number: 1, size: MAX_LISTED },
  );
  const worths = await parts.ledger.worths(items.map(({ id }) => id));
  const granted = items.flatMap((entry): AwardDuplicate[] => {
    const worth = worths.get(entry.id);
    if (worth?.reversed === true) return [];
    return [{ kind: 'award', status: 'granted', eventDate, points: worth?.worth ?? entry.points, at: entry.at }];
  });
  const raised = asked.map(({ status, points, raisedAt }): AwardDuplicate => {
    return { kind: 'request', status: status === 'approved' ? 'approved' : 'pending', eventDate, points, at: raisedAt };
  });
  return [...raised, ...granted].sort((one, other) => one.at.getTime() - other.at.getTime());
}

/** A warning more than a refusal: the same award with `acknowledgeDuplicate` is granted. @throws Conflict */
export async function assertNoDuplicate(parts: RequestParts, award: Sameness): Promise<void> {
  const duplicates = await awardDuplicates(parts, award);
  if (duplicates.length === 0) return;
  const what = `${award.category.name} for ${spokenDate(award.eventDate)}`;
  throw new Conflict(
    'award.duplicate',
    `${award.person.name} has ${what} already. Confirm that these are other points, or leave it.`,
    { extra: { duplicates } },
  );
}
