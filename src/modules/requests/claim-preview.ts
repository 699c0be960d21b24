import type { PersonActor } from '../../kernel/actor.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { periodOfDate, type QuarterKey } from '../../kernel/period.js';
import type { Points } from '../../kernel/points.js';
import type { Unit } from '../../kernel/units.js';
import { assertWithinLimit, type LimitUse } from './claim-count.js';
import { findDuplicates } from './find-duplicates.js';
import { optionOf } from './raise-options.js';
import { here, type RequestParts } from './request-parts.js';
import type { ApproverOption, DuplicateReference, PersonName } from './request.js';
import type { Claim } from './store-claim.js';

/** What a claim would be if it were sent now. */
export interface ClaimPreview {
  readonly person: PersonName & { readonly grade: string; readonly department: string };
  readonly category: { readonly code: string; readonly name: string; readonly unit: Unit };
  readonly value: Points;
  readonly quantity: number;
  readonly points: Points;
  readonly eventDate: LocalDate;
  readonly period: QuarterKey;
  readonly notes: string;
  /** Who was chosen to decide, and who would do it meanwhile. */
  readonly decider: ApproverOption;
  /** The limit with the claims that stand already; null where the grade has none. */
  readonly limit: LimitUse | null;
  readonly duplicates: readonly DuplicateReference[];
}

/** What would come of a claim that passed every rule which looks at it alone. @throws RuleBroken `request.limit_reached` */
export async function previewClaim(parts: RequestParts, actor: PersonActor, claim: Claim): Promise<ClaimPreview> {
  const { organization } = await here(parts);
  const { person, category, worth, quantity, eventDate, notes } = claim;
  const limit = await assertWithinLimit(
    parts,
    { personId: person.id, grade: person.grade, category, date: eventDate },
    organization.calendar,
  );
  const chosen = await parts.people.byId(claim.approverId);
  const parties = { personId: person.id, proposerId: actor.personId };
  return {
    person: { id: person.id, name: person.name, grade: person.grade, department: person.department },
    category: { code: category.code, name: category.name, unit: category.unit },
    ...worth,
    ...{ quantity, eventDate, notes },
    period: periodOfDate(eventDate, organization.calendar).quarter,
    decider: optionOf(chosen, parties, category.unit, await parts.absences.rosterFor(chosen.id)),
    limit: limit ?? null,
    duplicates: await findDuplicates(parts.requests, {
      personId: person.id,
      categoryCode: category.code,
      eventDate,
    }),
  };
}
