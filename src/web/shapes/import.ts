import { z } from 'zod';
import { idShape, instantShape } from './common.js';

export const importShape = z.object({
  import: z.object({
    id: idShape,
    kind: z.string(),
    name: z.string(),
    status: z.enum(['checked', 'running', 'completed']),
    rows: z.int(),
    valid: z.int(),
    invalid: z.int(),
    created: z.int(),
    unknownColumns: z.array(z.string()),
    errors: z.array(z.object({ line: z.int(), column: z.string(), message: z.string() })),
    uploadedAt: instantShape,
    completedAt: instantShape.nullable(),
  }),
});
