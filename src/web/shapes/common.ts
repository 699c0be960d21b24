import { z } from 'zod';

/** Building blocks of JSON answers. What a shape does not name never leaves the server. */

export const idShape = z.string();
export const dayShape = z.string().meta({ format: 'date' });
export const instantShape = z.date();

export const pageShape = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    page: z.object({ number: z.int(), size: z.int(), total: z.int() }),
  });

export const personReference = z.object({ id: idShape, name: z.string() });

export const personSummary = z.object({
  id: idShape,
  name: z.string(),
  grade: z.string(),
  department: z.string(),
});

export const grantShape = z.object({ unit: z.string(), duty: z.string() });
