import type { PersonActor } from '../../kernel/actor.js';
import { monthsOfQuarter, periodOfDate } from '../../kernel/period.js';
import { averageUtilization } from '../targets/index.js';
import { firstOfMonthsBack } from './claim.policy.js';
import { assertMonthFree } from './month-taken.js';
import { checkUtilization } from './propose-utilization.js';
import { optionOf } from './raise-options.js';
import { here, type RequestParts } from './request-parts.js';
import type { ProposeUtilizationInput } from './requests.schema.js';
import type { UtilizationPreview } from './utilization.module.js';

/** The months that the window of proposals leaves open. */
export async function utilizationWindow(parts: RequestParts): Promise<{ earliest: string; latest: string }> {
  const { organization, today } = await here(parts);
  const earliest = firstOfMonthsBack(today, organization.settings.proposalWindowMonths);
  return { earliest: earliest.slice(0, 7), latest: today.slice(0, 7) };
}

/** How it is understood and what it does to the quarter; what is true now may have changed when it is sent. */
export async function previewUtilization(
  parts: RequestParts,
  actor: PersonActor,
  input: ProposeUtilizationInput,
): Promise<UtilizationPreview> {
  const claim = await checkUtilization(parts, actor, input);
  const { person, category, approverId, utilization, eventDate } = claim;
  await assertMonthFree(parts, person.id, input.month);
  const { calendar } = (await here(parts)).organization;
  const period = periodOfDate(eventDate, calendar).quarter;
  const months = monthsOfQuarter(period, calendar);
  const basisPoints = utilization?.basisPoints ?? 0;
  const recorded = (await parts.targets.utilizationsOf(person.id)).map((one) => [one.month, one.basisPoints] as const);
  const chosen = await parts.people.byId(approverId);
  const parties = { personId: person.id, proposerId: actor.personId };
  return {
    person: { id: person.id, name: person.name, grade: person.grade, department: person.department },
    ...{ month: input.month, typed: input.utilization, basisPoints, notes: input.notes, period },
    decider: optionOf(chosen, parties, category.unit, await parts.absences.rosterFor(chosen.id)),
    before: averageUtilization(months, new Map(recorded)),
    after: averageUtilization(months, new Map([...recorded, [input.month, basisPoints]])),
  };
}
