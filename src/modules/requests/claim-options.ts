import type { PersonActor } from '../../kernel/actor.js';
import { Forbidden } from '../../kernel/errors.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { can } from '../../kernel/permissions.js';
import type { Points } from '../../kernel/points.js';
import { decidingDuty, type Unit } from '../../kernel/units.js';
import { isComputed, valueFor, type Category, type EvidenceRule } from '../catalog/index.js';
import type { Person } from '../people/index.js';
import { mayBeChosen } from './approver.policy.js';
import { optionOf, spentLimits } from './raise-options.js';
import { here, type RequestParts } from './request-parts.js';
import type { ApproverOption } from './request.js';

/** How somebody claims points for somebody else. */
export type WayForOthers = 'proposed' | 'on-behalf';

/** What a category offers for somebody else. */
export interface ClaimOption {
  readonly code: string;
  readonly name: string;
  readonly description: string;
  /** What one claim (of quantity 1) is worth: for the person's grade, the base value while nobody is named. */
  readonly points: Points;
  /** True while nobody is named and grades have values of their own. */
  readonly byGrade: boolean;
  readonly eligible: boolean;
  /** Why the person is not, or not any more. */
  readonly reason?: string;
  /** Set when the person's limit is used up for events of today. */
  readonly possibleAgainFrom?: LocalDate;
  readonly quantity: boolean;
  readonly evidence: EvidenceRule;
  readonly linkAccepted: boolean;
}

/** For whom it is, and the request that is being changed, which uses up no limit. */
export interface Beneficiary {
  readonly personId: string;
  readonly exceptId?: string;
}

export interface ClaimOptions {
  readonly categories: readonly ClaimOption[];
  /** Who may be chosen to decide. */
  readonly deciders: readonly ApproverOption[];
}

/** Every active category of a unit that is claimed for others, for the person where one is named, and who may decide. */
export async function claimOptions(
  parts: RequestParts,
  actor: PersonActor,
  unit: Unit,
  way: WayForOthers,
  beneficiary?: Beneficiary,
): Promise<ClaimOptions> {
  if (!can(actor, way === 'proposed' ? 'requests:propose' : 'requests:raise-for-others', unit)) throw new Forbidden();
  const { organization, today } = await here(parts);
  const person = beneficiary === undefined ? undefined : await parts.people.find(beneficiary.personId);
  const listed = await parts.catalog.list({ unit, status: 'active', kind: way });
  const categories = listed.filter(({ code }) => !isComputed(code));
  const spent =
    person === undefined
      ? new Map<string, LocalDate | null>()
      : await spentLimits(parts, person, categories, today, organization.calendar, beneficiary?.exceptId);
  return {
    categories: categories.map((category) => toOption(category, person, spent.get(category.code))),
    deciders: await decidersFor(parts, actor, unit, way, beneficiary?.personId),
  };
}

function toOption(category: Category, person: Person | undefined, again: LocalDate | null | undefined): ClaimOption {
  const worth = person === undefined ? undefined : valueFor(category, person.grade);
  const spent = again === null ? `${category.name} is possible only once.` : undefined;
  const reason = worth?.eligible === false ? worth.reason : spent;
  const { code, name, description, evidence } = category;
  return {
    ...{ code, name, description, evidence },
    points: worth === undefined ? category.baseValue : worth.eligible ? worth.points : 0,
    byGrade: worth === undefined && Object.keys(category.gradeValues).length > 0,
    eligible: reason === undefined,
    ...(reason !== undefined && { reason }),
    ...(typeof again === 'string' && { possibleAgainFrom: again }),
    quantity: category.counted,
    linkAccepted: category.evidenceMayBeLink,
  };
}

/** Neither who claims nor who gains; for requests by the rule that binds employees too. */
async function decidersFor(
  { people, absences }: RequestParts,
  actor: PersonActor,
  unit: Unit,
  way: WayForOthers,
  personId: string | undefined,
): Promise<ApproverOption[]> {
  const roster = await absences.roster();
  const parties = { personId: personId ?? actor.personId, proposerId: actor.personId };
  const holders = await people.holders(unit, decidingDuty(unit));
  return holders
    .filter(({ id }) => id !== parties.proposerId && id !== parties.personId)
    .filter((holder) => way === 'proposed' || mayBeChosen(holder, parties.personId, unit, roster.date))
    .map((holder) => optionOf(holder, parties, unit, roster));
}
