import { z } from 'zod';
import { dayShape, idShape, instantShape, pageShape, personReference } from './common.js';
import { bulkShape, requestShape } from './request.js';

/** How far other claims of the same person and window use up a limit. */
export const limitShape = z.object({
  used: z.int(),
  max: z.int(),
  frequency: z.string(),
  possibleAgainFrom: dayShape.nullable(),
});

/** A request as a unit's people see it: with what is odd about it, and with whom it is. */
export const queuedShape = requestShape.extend({
  assignedAt: instantShape,
  orphaned: z.boolean(),
  escalatedAt: instantShape.nullable(),
  evidenceSeen: z.boolean(),
});

export const queueListShape = pageShape(queuedShape.extend({ limit: limitShape.nullable() })).extend({
  /** What each tab has for the filter. */
  counts: z.object({
    waiting: z.int(),
    pending: z.int(),
    decided: z.int(),
    decidedByMe: z.int(),
    all: z.int(),
  }),
});

/** One request with what whoever decides should know. */
export const requestDetailShape = z.object({
  request: queuedShape,
  duplicates: z.array(
    z.object({
      id: idShape,
      status: z.string(),
      eventDate: dayShape,
      points: z.int(),
      raisedAt: instantShape,
    }),
  ),
  sameEvidence: z.array(
    z.object({
      attachmentId: idShape,
      requestId: idShape,
      person: personReference,
      categoryName: z.string(),
      eventDate: dayShape,
    }),
  ),
  limit: limitShape.nullable(),
  /** The version of the category that points were computed from, and since when it applied. */
  worth: z.object({ value: z.int(), quantity: z.int(), version: z.int(), from: dayShape.nullable() }),
  /** Regular points of the person in the quarter of the event, without this request and with it; null for who claims it for somebody else. */
  quarter: z.object({ period: z.string(), before: z.int(), after: z.int() }).nullable(),
});

const notDecidable = z.object({ id: idShape, code: z.string(), detail: z.string() });

export const decisionPreviewShape = z.object({
  meant: z.int(),
  people: z.int(),
  points: z.int(),
  duplicates: z.int(),
  sameFiles: z.int(),
  decidable: z.array(queuedShape),
  left: z.array(notDecidable),
});

export const bulkOutcomeShape = bulkShape.extend({
  id: idShape,
  decision: z.enum(['approve', 'reject']),
  startedAt: instantShape,
  finishedAt: instantShape.nullable(),
  asked: z.int(),
});
