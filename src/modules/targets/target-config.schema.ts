import { z } from 'zod';
import { InvalidInput } from '../../kernel/errors.js';
import { wholeNumberField } from '../../kernel/fields.js';
import { MAX_POINTS } from '../../kernel/points.js';
import type { TargetConfig } from './target-config.js';

const grade = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 _+-]{0,19}$/, { error: 'A grade such as C1.' });
const target = wholeNumberField(1, MAX_POINTS, 'A target is a whole number above 0.');
const amount = wholeNumberField(0, MAX_POINTS);

/** What central may set. Targets, shares, threshold and cap are above 0; a milestone may be worth nothing in a quarter. */
export const targetConfigSchema = z.strictObject({
  quarterly: z
    .record(grade, target)
    .refine((targets) => Object.keys(targets).length > 0, { error: 'Set a target for at least one grade.' }),
  milestones: z
    .array(z.strictObject({ percent: wholeNumberField(1, 1000), amounts: z.tuple([amount, amount, amount, amount]) }))
    .min(1)
    .max(20)
    .refine(
      (list) => list.every((milestone, index) => index === 0 || milestone.percent > (list[index - 1]?.percent ?? 0)),
      {
        error: 'Milestones rise, and each share occurs once.',
      },
    ),
  utilizationThreshold: wholeNumberField(1, 10_000, 'A threshold from 0.01 to 100 per cent.'),
  bonusCap: wholeNumberField(1, MAX_POINTS, 'A cap is a whole number above 0.'),
});

/** @throws InvalidInput naming each figure that is wrong */
export function parseTargetConfig(input: TargetConfig): TargetConfig {
  const parsed = targetConfigSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new InvalidInput(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
}
