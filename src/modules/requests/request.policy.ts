import type { PersonActor } from '../../kernel/actor.js';
import { Forbidden, NotFound } from '../../kernel/errors.js';
import { can } from '../../kernel/permissions.js';
import { decidingDuty, holds, UNITS_WITH_VALIDATORS, type Unit } from '../../kernel/units.js';
import type { Request } from './request.js';

/** Who may see, decide and take back a request (docs/domain-language.md, "Other eyes decide"). All pure. */

type Parties = Pick<Request, 'personId' | 'proposerId' | 'approverId' | 'delegatedFromId' | 'decidedById'>;

/** HR administration and central look at every unit. */
export function seesEveryUnit(actor: PersonActor): boolean {
  return holds(actor.grants, 'hr', 'admin') || holds(actor.grants, 'central', 'admin');
}

/** True where the viewer sees all requests of a unit, whoever they are assigned to. */
export function seesWholeUnit(actor: PersonActor, unit: Unit): boolean {
  return seesEveryUnit(actor) || (UNITS_WITH_VALIDATORS.includes(unit) && holds(actor.grants, unit, 'validator'));
}

export function assertMaySeeUnit(actor: PersonActor, unit: Unit): void {
  if (!seesEveryUnit(actor) && !can(actor, 'requests:view', unit)) throw new Forbidden();
}

/** Part of it: made, to be decided, decided by the actor, or by somebody instead. */
function takesPart(actor: PersonActor, request: Parties): boolean {
  const { approverId, delegatedFromId, decidedById, proposerId } = request;
  return [approverId, delegatedFromId, decidedById, proposerId].includes(actor.personId);
}

/**
 * Nobody learns what somebody else claims for him or her before it is approved, nor that it was rejected: also not as a
 * validator of the unit. HR administration and central, who look after all requests, see their own as well.
 */
export function isKeptFrom(actor: PersonActor, request: Pick<Request, 'personId' | 'proposerId' | 'status'>): boolean {
  return request.personId === actor.personId && !maySeeAsOwn(actor, request) && !seesEveryUnit(actor);
}

/**
 * True for what a unit's workspace shows to the actor: everything where the whole unit is seen, but for what is kept from
 * the actor; otherwise what the actor takes part in and, for managers, what the own team asks for. `inTeam` says whether
 * the person reports to the actor.
 */
export function maySeeInUnit(
  actor: PersonActor,
  request: Parties & Pick<Request, 'category' | 'status'>,
  inTeam: boolean,
): boolean {
  const { unit } = request.category;
  if (isKeptFrom(actor, request)) return false;
  if (seesWholeUnit(actor, unit)) return true;
  if (!can(actor, 'requests:view', unit)) return false;
  return takesPart(actor, request) || (unit === 'pm' && inTeam);
}

/** The own claims, and what others proposed for the actor once it is approved: a rejected proposal is told to its proposer only. */
export function maySeeAsOwn(actor: PersonActor, request: Pick<Request, 'personId' | 'proposerId' | 'status'>): boolean {
  if (request.proposerId === actor.personId) return true;
  return request.personId === actor.personId && request.status === 'approved';
}

/** Nobody decides what he or she proposed or gains from. */
export function isOtherEyes(actor: PersonActor, request: Pick<Request, 'personId' | 'proposerId'>): boolean {
  return actor.personId !== request.personId && actor.personId !== request.proposerId;
}

/** `admin` alone does not decide: it takes the duty that the unit works with. */
export function hasDecidingDuty(actor: PersonActor, unit: Unit): boolean {
  return holds(actor.grants, unit, decidingDuty(unit));
}

/**
 * Assigned, or a validator of the unit who takes over an orphaned item: one whose decider is deactivated or lost the duty.
 */
export function isAssigned(
  actor: PersonActor,
  request: Pick<Request, 'approverId' | 'category'>,
  orphaned: boolean,
): boolean {
  return request.approverId === actor.personId || (orphaned && UNITS_WITH_VALIDATORS.includes(request.category.unit));
}

/** Everything but the state: duty, assignment and other eyes. */
export function mayDecide(actor: PersonActor, request: Request, orphaned: boolean): boolean {
  return (
    hasDecidingDuty(actor, request.category.unit) && isOtherEyes(actor, request) && isAssigned(actor, request, orphaned)
  );
}

export function assertMayDecide(actor: PersonActor, request: Request, orphaned: boolean): void {
  if (!hasDecidingDuty(actor, request.category.unit)) {
    throw new Forbidden('request.no_duty', 'You do not decide for this unit.');
  }
  if (!isOtherEyes(actor, request)) {
    throw new Forbidden('request.other_eyes', 'Nobody decides what he or she proposed or gains from.');
  }
  if (!isAssigned(actor, request, orphaned)) {
    throw new Forbidden('request.not_assigned', 'This is assigned to somebody else.');
  }
}

/** Whoever made the claim takes it back; for everybody else who does not see it there is no such request. */
export function assertMayWithdraw(actor: PersonActor, request: Request): void {
  if (request.proposerId === actor.personId) return;
  if (maySeeAsOwn(actor, request)) throw new Forbidden('request.not_yours', 'Only who made a request can withdraw it.');
  throw new NotFound('request.not_found', 'There is no such request.');
}

/**
 * Evidence is read by whoever made the claim, decides or decided, by the unit's validators, HR administration and
 * central; by whoever gains once it is approved, where somebody else made the claim.
 */
export function mayReadEvidenceOf(
  actor: PersonActor,
  request: Parties & Pick<Request, 'category' | 'status'>,
): boolean {
  if (isKeptFrom(actor, request)) return false;
  return takesPart(actor, request) || maySeeAsOwn(actor, request) || seesWholeUnit(actor, request.category.unit);
}
