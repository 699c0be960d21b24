import { z } from 'zod';
import { dayShape, idShape, instantShape, pageShape, personReference, personSummary } from './common.js';

export const attachmentShape = z.object({ id: idShape, name: z.string(), size: z.int(), type: z.string() });

/** A request as its owner, its decider and the unit see it. */
export const requestShape = z.object({
  id: idShape,
  status: z.enum(['pending', 'approved', 'rejected', 'withdrawn']),
  kind: z.string(),
  person: personSummary,
  category: z.object({ code: z.string(), name: z.string(), unit: z.string() }),
  points: z.int(),
  quantity: z.int(),
  grade: z.string(),
  eventDate: dayShape,
  period: z.string(),
  notes: z.string(),
  link: z.string().nullable(),
  approver: personReference.nullable(),
  /** Whose it is, while or because somebody else decides instead. */
  delegatedFrom: personReference.nullable(),
  needsAssignment: z.boolean(),
  proposer: personReference,
  raisedAt: instantShape,
  decidedAt: instantShape.nullable(),
  decidedBy: personReference.nullable(),
  decisionNotes: z.string().nullable(),
  duplicateAcknowledged: z.boolean(),
  ageHours: z.number(),
  mark: z.string(),
  canDecide: z.boolean(),
  attachments: z.array(attachmentShape),
});

export const oneRequestShape = z.object({ request: requestShape });
export const requestListShape = pageShape(requestShape);

export const raiseOptionsShape = z.object({
  categories: z.array(
    z.object({
      id: idShape,
      code: z.string(),
      name: z.string(),
      unit: z.string(),
      points: z.int(),
      eligible: z.boolean(),
      reason: z.string().optional(),
      evidence: z.enum(['none', 'optional', 'required']),
      quantity: z.boolean(),
      approvers: z.array(
        personReference.extend({
          away: z.object({ until: dayShape, instead: z.string().nullable() }).optional(),
        }),
      ),
      description: z.string(),
      possibleAgainFrom: dayShape.optional(),
      fixedApprover: z.boolean(),
      linkAccepted: z.boolean(),
    }),
  ),
});

export const bulkShape = z.object({
  done: z.array(idShape),
  failed: z.array(z.object({ id: z.string(), code: z.string(), detail: z.string() })),
});
