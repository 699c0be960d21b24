import { z } from 'zod';
import { IMPORT_STATUSES } from '../../modules/imports/index.js';
import { idShape, instantShape } from './common.js';

export const importShape = z.object({
  import: z.object({
    id: idShape,
    kind: z.string(),
    name: z.string(),
    status: z.enum(IMPORT_STATUSES),
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
