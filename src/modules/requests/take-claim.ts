import type { LocalDate } from '../../kernel/local-date.js';
import type { Category } from '../catalog/index.js';
import { assertWithinLimit } from './claim-count.js';
import { here, type RequestParts } from './request-parts.js';
import { takeTurn } from './take-turn.js';

export interface ClaimToTake {
  readonly personId: string;
  readonly grade: string;
  readonly category: Category;
  readonly date: LocalDate;
}

/**
 * Waits for the person's and category's turn and refuses beyond the limit. Inside the caller's transaction.
 * @throws RuleBroken `request.limit_reached`
 */
export async function takeClaim(parts: RequestParts, claim: ClaimToTake): Promise<void> {
  await takeTurn(parts.turns, claim.personId, claim.category.code);
  await assertClaimPossible(parts, claim);
}

/** The same without taking the turn: what is true now may have changed when the claim is made. */
export async function assertClaimPossible(parts: RequestParts, claim: ClaimToTake): Promise<void> {
  const { organization } = await here(parts);
  await assertWithinLimit(parts, claim, organization.calendar);
}
