import { z } from 'zod';
import { dayShape, idShape, instantShape, pageShape } from './common.js';

const limitShape = z
  .object({ frequency: z.string(), max: z.int(), gradeMax: z.record(z.string(), z.int()) })
  .nullable();

const termsShape = z.object({
  name: z.string(),
  description: z.string(),
  unit: z.string(),
  kinds: z.array(z.string()),
  baseValue: z.int(),
  gradeValues: z.record(z.string(), z.int()),
  counted: z.boolean(),
  evidence: z.string(),
  evidenceMayBeLink: z.boolean(),
  limit: limitShape,
});

export const categoryShape = termsShape.extend({
  id: idShape,
  code: z.string(),
  status: z.enum(['active', 'inactive']),
  version: z.int(),
});

const usageShape = z.object({ requests: z.int(), pending: z.int(), grants: z.int() });

export const categoryListShape = pageShape(categoryShape.extend({ usage: usageShape }));
export const oneCategoryShape = z.object({ category: categoryShape });

const worthShape = z.object({ points: z.int(), eligible: z.boolean(), max: z.int().nullable() });

export const categoryPreviewShape = z.object({
  frequency: z.string().nullable(),
  rows: z.array(worthShape.extend({ grade: z.string(), before: worthShape.nullable() })),
});

export const categoryDetailShape = z.object({
  category: categoryShape,
  revision: z.int(),
  usage: usageShape,
  worth: categoryPreviewShape,
  scheduled: z.array(termsShape.extend({ version: z.int(), effectiveFrom: dayShape })),
  versions: pageShape(
    z.object({
      version: z.int(),
      state: z.string(),
      effectiveFrom: dayShape,
      madeAt: instantShape,
      madeBy: z.object({ name: z.string() }).nullable(),
      terms: termsShape,
      changes: z.array(z.object({ term: z.string(), before: z.unknown(), after: z.unknown() })),
    }),
  ),
});
