import { z } from 'zod';
import { dayShape, idShape, instantShape, personReference, personSummary } from './common.js';

const deciderShape = personReference.extend({
  away: z.object({ until: dayShape, instead: z.string().nullable() }).optional(),
});

const categoriesShape = z.array(
  z.object({
    code: z.string(),
    name: z.string(),
    description: z.string(),
    points: z.int(),
    byGrade: z.boolean(),
    eligible: z.boolean(),
    reason: z.string().optional(),
    possibleAgainFrom: dayShape.optional(),
    quantity: z.boolean(),
    evidence: z.enum(['none', 'optional', 'required']),
    linkAccepted: z.boolean(),
  }),
);

/** What can be claimed for others, and who may decide under the name that the unit has for them. */
export function claimOptionsShape(deciders: 'validators' | 'approvers') {
  return z.object({ categories: categoriesShape, [deciders]: z.array(deciderShape) });
}

/** What a claim would be. */
export const claimPreviewShape = z.object({
  person: personSummary,
  category: z.object({ code: z.string(), name: z.string(), unit: z.string() }),
  value: z.int(),
  quantity: z.int(),
  points: z.int(),
  eventDate: dayShape,
  period: z.string(),
  decider: deciderShape,
  limit: z
    .object({ used: z.int(), max: z.int(), frequency: z.string(), possibleAgainFrom: dayShape.nullable() })
    .nullable(),
  duplicates: z.array(
    z.object({
      id: idShape,
      status: z.string(),
      categoryName: z.string(),
      eventDate: dayShape,
      points: z.int(),
      raisedAt: instantShape,
    }),
  ),
  attachmentIds: z.array(idShape),
});
