import { z } from 'zod';
import { optionalField } from '../../../../kernel/fields.js';
import { isQuarterKey, periodOfInstant, previousQuarter, type QuarterKey } from '../../../../kernel/period.js';
import { periodChoices } from '../../../forms/period-choices.js';
import { paths } from '../../../paths.js';
import type { Services } from '../../../services.js';

/** What all routes of bonuses ask for. */
export const permission = 'bonuses:award';
export const unit = 'central';

export const quarterField = () =>
  optionalField(
    z
      .string()
      .refine(isQuarterKey, { error: 'A quarter such as 2025-Q4.' })
      .transform((text): QuarterKey => text),
  );

/** The quarter that was asked for; the last one that is over unless said, since that is the one to be awarded. */
export async function quarterOf(services: Services, asked: QuarterKey | undefined): Promise<QuarterKey> {
  if (asked !== undefined) return asked;
  const { calendar } = await services.organizations.current();
  return previousQuarter(periodOfInstant(services.clock.now(), calendar).quarter);
}

/** The quarter of a form that came back, where it names one. */
export async function quarterOfForm(services: Services, typed: unknown): Promise<QuarterKey> {
  return quarterOf(services, typeof typed === 'string' && isQuarterKey(typed) ? typed : undefined);
}

export async function quarterChoices(services: Services) {
  return (await periodChoices(services)).filter(({ value }) => isQuarterKey(value));
}

/** The way back to the overview. */
export const crumbs = [
  { label: 'Central', href: paths.central.dashboard },
  { label: 'Bonus', href: paths.central.bonus },
];
