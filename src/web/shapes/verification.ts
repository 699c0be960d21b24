import { z } from 'zod';
import { VERIFIED } from '../../modules/verification/index.js';
import { idShape, instantShape } from './common.js';

const sums = z.object({ regular: z.int(), bonus: z.int() });

const differenceShape = z.object({
  of: z.enum(VERIFIED),
  type: z.string(),
  personId: idShape.nullable(),
  sequence: z.number().optional(),
  entryId: z.string().nullable().optional(),
  period: z.string().optional(),
  year: z.int().optional(),
  stored: sums.nullable().optional(),
  computed: sums.nullable().optional(),
});

const verificationShape = z.object({
  id: idShape,
  status: z.enum(['running', 'completed', 'interrupted']),
  cause: z.enum(['night', 'person']),
  by: z.string(),
  startedAt: instantShape,
  completedAt: instantShape.nullable(),
  entries: z.int(),
  total: z.int(),
  found: z.int(),
  differences: z.array(differenceShape),
});

export const startedVerificationShape = z.object({ verification: verificationShape });
export const verificationListShape = z.object({ verifications: z.array(verificationShape) });
