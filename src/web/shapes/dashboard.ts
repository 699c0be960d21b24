import { z } from 'zod';
import { dayShape, idShape, instantShape, personReference } from './common.js';
import { amountsShape, categoryPointsShape, monthsShape, ownPlaceShape, progressShape } from './figures.js';

const figures = amountsShape.extend({ period: z.string() });
export const dashboardShape = z.object({
  today: dayShape,
  total: figures,
  quarter: figures,
  year: figures,
  quarterProgress: progressShape,
  yearProgress: progressShape,
  milestones: z.array(z.object({ percent: z.number(), reached: z.boolean(), amount: z.int() })),
  utilization: z.object({
    average: z.number().nullable(),
    recorded: z.int(),
    of: z.int(),
    months: monthsShape,
  }),
  expectedMinimum: z.array(z.object({ unit: z.string(), points: z.int() })),
  byCategory: categoryPointsShape,
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
    me: ownPlaceShape,
    participants: z.int(),
    average: z.number(),
  }),
});
