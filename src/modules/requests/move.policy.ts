import { ruleBroken } from '../../kernel/errors.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { isActiveDecider, type ApproverCandidate } from './approver.policy.js';
import type { Request } from './request.js';

/** Who may be given somebody else's pending request. All pure. */

type Parties = Pick<Request, 'personId' | 'proposerId' | 'category'>;

/** Active, with the duty that decides the unit's requests, and neither gains from it nor proposed it. */
export function mayTake(candidate: ApproverCandidate | undefined, request: Parties, today: LocalDate): boolean {
  return (
    candidate !== undefined &&
    isActiveDecider(candidate, request.category.unit, today) &&
    candidate.id !== request.personId &&
    candidate.id !== request.proposerId
  );
}

/** @throws RuleBroken naming `toId` */
export function assertMayTake(candidate: ApproverCandidate, request: Parties, today: LocalDate): void {
  if (!isActiveDecider(candidate, request.category.unit, today)) {
    throw ruleBroken(
      'request.decider_not_allowed',
      'toId',
      `${candidate.name} does not decide for this unit at present. Choose somebody who does.`,
    );
  }
  if (!mayTake(candidate, request, today)) {
    throw ruleBroken(
      'request.other_eyes',
      'toId',
      `${candidate.name} proposed this request or gains from it. Choose somebody else.`,
    );
  }
}
