import { z } from 'zod';
import { optionalField, wholeNumberField } from '../../../kernel/fields.js';
import { yearKey } from '../../../kernel/period.js';
import { paths } from '../../paths.js';
import type { PageAnswer, Refusal } from '../../route.js';

export const fiscalYearQuery = z.object({
  year: optionalField(wholeNumberField(1990, 2200, 'A fiscal year such as 2025.')),
});

/** Newest first, with the one that is shown, which may have nothing in it. */
export function yearChoices(years: readonly number[], shown: number): string[] {
  return [...new Set([...years, shown])].sort((one, other) => other - one).map(yearKey);
}

/** The page with its field and what is wrong with the year that was asked for. */
export function refusedYear({ values, errors }: Refusal, title: string, action: string): PageAnswer {
  return {
    view: 'employee/wrong-year',
    title,
    breadcrumbs: [{ label: 'My points', href: paths.employee.dashboard }],
    model: { title, action, errors, value: typeof values['year'] === 'string' ? values['year'] : '' },
  };
}
