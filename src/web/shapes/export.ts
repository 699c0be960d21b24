import { z } from 'zod';
import { EXPORT_STATUSES } from '../../modules/exports/index.js';
import { EXPORT_FORMATS } from '../../modules/reports/index.js';
import { dayShape, idShape, instantShape, pageShape } from './common.js';

const one = z.object({
  id: idShape,
  format: z.enum(EXPORT_FORMATS),
  from: dayShape,
  to: dayShape,
  filters: z.object({
    department: z.string().optional(),
    grade: z.string().optional(),
    location: z.string().optional(),
    categoryCode: z.string().optional(),
    unit: z.string().optional(),
  }),
  /** Whether a CSV file begins with what it is; a workbook always does. */
  head: z.boolean(),
  status: z.enum(EXPORT_STATUSES),
  failure: z.string().nullable(),
  fileName: z.string(),
  /** Entries; the total is null while they are being counted. */
  progress: z.object({ done: z.int(), total: z.int().nullable() }),
  bytes: z.int(),
  begunAt: instantShape,
  endedAt: instantShape.nullable(),
  /** Until when the file can be downloaded; null where there is none. */
  expiresAt: instantShape.nullable(),
});

export const exportShape = z.object({ export: one });
export const exportListShape = pageShape(one);
