import { z } from 'zod';
import { instantShape, pageShape, personReference, personSummary } from './common.js';
import { requestShape } from './request.js';

/** A request as HR administration follows it: with whom it is, and what was done about it. */
export const trackedShape = requestShape.extend({
  person: personSummary.extend({ location: z.string() }),
  assignedAt: instantShape,
  delegatedFrom: personReference.nullable(),
  orphaned: z.boolean(),
  needsAssignment: z.boolean(),
  remindedAt: instantShape.nullable(),
  escalatedAt: instantShape.nullable(),
});

export const oneTrackedShape = z.object({ request: trackedShape });

export const trackedListShape = pageShape(trackedShape).extend({
  summary: z.object({
    pending: z.int(),
    points: z.int(),
    orphaned: z.int(),
    overdue: z.int(),
    escalated: z.int(),
    oldest: instantShape.nullable(),
    oldestHours: z.number(),
  }),
});
