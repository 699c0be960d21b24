import { z } from 'zod';
import { optionalField } from '../../kernel/fields.js';
import { ALL_TIME, isQuarterKey, isYearKey, type QuarterKey, type YearKey } from '../../kernel/period.js';
import type { Services } from '../services.js';
import { periodChoices, type PeriodChoice } from './period-choices.js';

/** A quarter or fiscal year in an address; figures without one are those of this quarter. */
export const figurePeriodField = () =>
  optionalField(
    z
      .string()
      .refine((text): text is QuarterKey | YearKey => isQuarterKey(text) || isYearKey(text), {
        error: 'A quarter such as 2025-Q4 or a year such as 2025.',
      })
      .transform((text) => text),
  );

/** The periods to choose from, with the one that is shown even where it lies further back. */
export async function figurePeriodChoices(
  services: Pick<Services, 'organizations' | 'clock'>,
): Promise<readonly PeriodChoice[]> {
  return (await periodChoices(services)).filter(({ value }) => value !== ALL_TIME);
}
