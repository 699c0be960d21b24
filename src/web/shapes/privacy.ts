import { z } from 'zod';
import { ERASURE_STEPS } from '../../modules/privacy/index.js';
import { idShape, instantShape } from './common.js';
import { personShape } from './person.js';

/** How far an erasure is. */
export const erasureShape = z.object({
  personId: idShape,
  status: z.enum(['running', 'completed']),
  reason: z.string(),
  by: z.string(),
  startedAt: instantShape,
  completedAt: instantShape.nullable(),
  step: z.enum(ERASURE_STEPS).nullable(),
  problem: z.string().nullable(),
  records: z.int(),
  files: z.int(),
  accounts: z.int(),
});

export const erasurePageShape = z.object({
  person: personShape,
  facts: z.object({
    requests: z.int(),
    files: z.int(),
    entries: z.int(),
    points: z.int(),
    pending: z.int(),
  }),
  erasure: erasureShape.nullable(),
});
