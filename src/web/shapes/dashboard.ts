import { z } from 'zod';
import { dayShape, idShape, instantShape, personReference } from './common.js';

const figures = z.object({ period: z.string(), regular: z.int(), bonus: z.int(), combined: z.int() });
const progress = z
  .object({
    period: z.string(),
    points: z.int(),
    target: z.int(),
    percent: z.number(),
    reached: z.boolean(),
    missing: z.int(),
    daysLeft: z.int(),
  })
  .nullable();

export const dashboardShape = z.object({
  today: dayShape,
  total: figures,
  quarter: figures,
  year: figures,
  quarterProgress: progress,
  yearProgress: progress,
  milestones: z.array(z.object({ percent: z.number(), reached: z.boolean(), amount: z.int() })),
  utilization: z.object({
    average: z.number().nullable(),
    recorded: z.int(),
    of: z.int(),
    months: z.array(z.object({ month: z.string(), percent: z.number().nullable() })),
  }),
  expectedMinimum: z.array(z.object({ unit: z.string(), points: z.int() })),
  byCategory: z.array(z.object({ code: z.string(), name: z.string(), points: z.int(), count: z.int() })),
  pending: z.object({
    total: z.int(),
    points: z.int(),
    items: z.array(
      z.object({
        id: idShape,
        categoryName: z.string(),
        points: z.int(),
        eventDate: dayShape,
        decider: personReference.nullable(),
        since: instantShape,
      }),
    ),
  }),
  recent: z.array(
    z.object({
      id: idShape,
      kind: z.string(),
      categoryCode: z.string(),
      categoryName: z.string(),
      points: z.int(),
      effectiveDate: dayShape,
      period: z.string(),
      at: instantShape,
      by: z.string(),
      words: z.string(),
    }),
  ),
  rank: z.object({
    period: z.string(),
    me: z
      .object({
        rank: z.int().nullable(),
        points: z.int(),
        percentile: z.number().nullable(),
        toNext: z.int().nullable(),
      })
      .nullable(),
    participants: z.int(),
    average: z.number(),
  }),
});
