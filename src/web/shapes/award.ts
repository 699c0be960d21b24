import { z } from 'zod';
import { categoryShape } from './category.js';
import { dayShape, instantShape, pageShape, personSummary } from './common.js';
import { entryShape } from './entry.js';

/** Categories in which points can be granted, and what was granted in them. */
export const awardListShape = pageShape(
  entryShape.extend({ person: personSummary, categoryName: z.string(), worth: z.int(), reversed: z.boolean() }),
).extend({
  categories: z.array(
    categoryShape.extend({
      worth: z.object({ points: z.int(), eligible: z.boolean(), reason: z.string().nullable() }).nullable(),
    }),
  ),
  /** Whom the worths are for, where somebody was asked about. */
  person: personSummary.nullable(),
});

export const awardPreviewShape = z.object({
  person: personSummary,
  categoryCode: z.string(),
  points: z.int(),
  period: z.string(),
  /** All regular points of the person; null where the giver sees those of the own unit only. */
  quarter: z.object({ before: z.int(), after: z.int() }).nullable(),
  limit: z
    .object({ used: z.int(), max: z.int(), frequency: z.string(), possibleAgainFrom: dayShape.nullable() })
    .nullable(),
  duplicates: z.array(
    z.object({ kind: z.string(), status: z.string(), eventDate: dayShape, points: z.int(), at: instantShape }),
  ),
});
