import { z } from 'zod';
import { idShape } from './common.js';

export const importShape = z.object({
  import: z.object({
    id: idShape,
    kind: z.string(),
    status: z.string(),
    fileName: z.string(),
    valid: z.int(),
    invalid: z.int(),
    done: z.int(),
    unknownColumns: z.array(z.string()),
    sameAs: idShape.nullable(),
    errors: z.array(z.object({ line: z.int(), column: z.string(), message: z.string() })),
  }),
});
