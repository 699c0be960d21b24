import { z } from 'zod';
import { checkboxField, idField, optionalField, textField, wholeNumberField } from '../../kernel/fields.js';
import { isQuarterKey } from '../../kernel/period.js';
import { MAX_POINTS } from '../../kernel/points.js';

const quarter = z
  .string({ error: 'A quarter such as 2025-Q4.' })
  .refine(isQuarterKey, { error: 'A quarter such as 2025-Q4.' })
  .transform((text) => text);

const MAX_PEOPLE = 10_000_000;
const MAX_COST = 1_000_000_000;
const count = wholeNumberField(0, MAX_PEOPLE);
const cost = wholeNumberField(0, 999_999_999, `At most ${MAX_COST} points.`);

/** What the preview said: programs as one member, forms as two fields. */
const seen = {
  expected: z.strictObject({ count, points: cost }).optional(),
  expectedCount: optionalField(count),
  expectedPoints: optionalField(cost),
  /** `AWARD 123`, or `SEND 123`. */
  confirmation: z.string().max(40).optional(),
};

/** One person or all eligible ones; how many points is computed and never taken from here. */
export const bonusAwardInput = z
  .strictObject({
    period: quarter,
    personId: optionalField(idField('There is no such person.')),
    allEligible: checkboxField(),
    alsoDeactivated: checkboxField(),
    ...seen,
  })
  .refine(({ personId, allEligible }) => (personId === undefined) === allEligible, {
    path: ['personId'],
    error: 'Name one person, or say that all eligible ones are meant.',
  });

export const bonusAnalysisInput = z.strictObject({ period: quarter, again: checkboxField(), ...seen });

export const bonusReversalInput = z.strictObject({
  reason: textField(1000, 'Say why; the person reads it.'),
  /** What the bonus was worth on the page. */
  basedOn: optionalField(wholeNumberField(0, MAX_POINTS)),
});
