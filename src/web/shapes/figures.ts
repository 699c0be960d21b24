import { z } from 'zod';
import { dayShape, idShape, instantShape, pageShape } from './common.js';

export const amountsShape = z.object({ regular: z.int(), bonus: z.int(), combined: z.int() });

/** The viewer's own place on a board; null without one. */
export const ownPlaceShape = z
  .object({
    rank: z.int().nullable(),
    points: z.int(),
    percentile: z.number().nullable(),
    toNext: z.int().nullable(),
  })
  .nullable();

export const categoryPointsShape = z.array(
  z.object({ code: z.string(), name: z.string(), points: z.int(), count: z.int() }),
);

export const monthsShape = z.array(z.object({ month: z.string(), percent: z.number().nullable() }));

export const pointsSummaryShape = amountsShape.extend({
  period: z.string(),
  /** Regular points of today's quarter and fiscal year. */
  quarter: z.int(),
  year: z.int(),
  byCategory: categoryPointsShape,
  target: z.object({ quarter: z.int().nullable(), year: z.int().nullable() }),
  utilization: z.object({
    average: z.number().nullable(),
    months: monthsShape,
  }),
});

export const historyItemShape = z.object({
  id: idShape,
  type: z.enum(['entry', 'request']),
  kind: z.string(),
  status: z.string(),
  categoryCode: z.string(),
  categoryName: z.string(),
  points: z.int(),
  date: dayShape,
  period: z.string(),
  notes: z.string().nullable(),
  at: instantShape,
  /** Who decided or granted it, or has it to decide. */
  by: z.string(),
  requestId: idShape.nullable(),
});

export const historyShape = pageShape(historyItemShape).extend({ totals: amountsShape, entries: z.int() });

export const leaderboardShape = z.object({
  period: z.string(),
  rows: z.array(
    z.object({ rank: z.int(), personId: idShape.nullable(), name: z.string().nullable(), points: z.int() }),
  ),
  me: ownPlaceShape,
  average: z.number(),
  participants: z.int(),
});

/** Towards a target; null for a grade without one. */
export const progressShape = z
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
