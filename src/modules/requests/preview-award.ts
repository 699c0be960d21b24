import type { PersonActor } from '../../kernel/actor.js';
import { awardDuplicates, type AwardDuplicate } from './award-duplicates.js';
import { assertWithinLimit, type LimitUse } from './claim-count.js';
import { checkAward, claimOf, type CheckedAward, type NewAward } from './give-award.js';
import { here, type RequestParts } from './request-parts.js';

/** What an award would be, and what the giver should know before granting it. */
export interface AwardPreview extends CheckedAward {
  /** How far the limit is used up without this award; null where there is none for the grade. */
  readonly limit: LimitUse | null;
  readonly duplicates: readonly AwardDuplicate[];
}

/** Grants nothing. What is true now may have changed when the award is granted. @throws as `giveAward` */
export async function previewAward(parts: RequestParts, actor: PersonActor, award: NewAward): Promise<AwardPreview> {
  const checked = await checkAward(parts, actor, award);
  const { organization } = await here(parts);
  const limit = await assertWithinLimit(parts, claimOf(checked), organization.calendar);
  return { ...checked, limit: limit ?? null, duplicates: await awardDuplicates(parts, checked) };
}
