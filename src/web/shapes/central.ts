import { z } from 'zod';
import { dayShape, idShape, instantShape, pageShape, personReference } from './common.js';
import { amountsShape, categoryPointsShape, monthsShape } from './figures.js';
import { lookedRequestsShape } from './own-people.js';

const ofPeriod = amountsShape.extend({ period: z.string() });
const progress = z
  .object({ points: z.int(), target: z.int(), percent: z.number(), reached: z.boolean(), missing: z.int() })
  .nullable();
const utilization = z.object({
  average: z.number().nullable(),
  recorded: z.int(),
  of: z.int(),
  months: monthsShape,
});
const bonus = z.object({
  period: z.string(),
  eligible: z.boolean(),
  awarded: z.boolean(),
  amount: z.int(),
  reason: z.string(),
});
const status = z.enum(['active', 'deactivated']);

export const centralDashboardShape = pageShape(
  z.object({
    id: idShape,
    name: z.string(),
    employeeId: z.string(),
    email: z.string(),
    grade: z.string(),
    department: z.string(),
    location: z.string(),
    status,
    /** Those of the present fiscal year. */
    quarters: z.array(ofPeriod),
    quarter: amountsShape,
    year: amountsShape,
    total: amountsShape,
    quarterProgress: progress,
    yearProgress: progress,
    bonusState: bonus.nullable(),
    /** Figures of the days asked for; null without days. */
    range: amountsShape.extend({ progress }).nullable(),
  }),
).extend({
  range: z.object({ from: dayShape, to: dayShape, days: z.int(), period: z.string().nullable() }).nullable(),
  kpis: z.object({
    activePeople: z.int(),
    participants: z.int(),
    participation: z.number().nullable(),
    quarter: ofPeriod,
    previousQuarter: ofPeriod,
    year: ofPeriod,
    previousYear: ofPeriod,
    pending: z.int(),
    oldestPending: instantShape.nullable(),
    bonusPeople: z.int(),
  }),
});

export const centralEmployeeShape = z.object({
  person: z.object({
    id: idShape,
    name: z.string(),
    employeeId: z.string(),
    email: z.string(),
    grade: z.string(),
    department: z.string(),
    location: z.string(),
    level: z.string(),
    joiningDate: dayShape,
    exitDate: dayShape.nullable(),
    status,
    manager: personReference.nullable(),
    dp: personReference.nullable(),
    optedOut: z.boolean(),
  }),
  /** Of all time. */
  totals: amountsShape,
  /** Today's. */
  quarter: ofPeriod.extend({ progress }),
  /** The one that is shown, today's unless asked for. */
  year: ofPeriod.extend({ progress }),
  years: z.array(z.string()),
  quarters: z.array(ofPeriod.extend({ grade: z.string(), progress, utilization, bonusState: bonus.nullable() })),
  milestones: z.array(z.object({ percent: z.number(), pointsNeeded: z.int(), reached: z.boolean(), amount: z.int() })),
  utilizationMonths: monthsShape,
  bonus,
  /** Of the year that is shown. */
  byCategory: categoryPointsShape,
  byMonth: z.array(z.object({ month: z.string(), regular: z.int(), bonus: z.int() })),
  pending: z.object({ count: z.int(), points: z.int() }),
  waiting: lookedRequestsShape,
  entries: pageShape(
    z.object({
      id: idShape,
      kind: z.string(),
      categoryCode: z.string(),
      categoryName: z.string(),
      categoryVersion: z.int(),
      grade: z.string(),
      value: z.int(),
      quantity: z.int(),
      points: z.int(),
      date: dayShape,
      period: z.string(),
      by: z.string(),
      at: instantShape,
      words: z.string(),
    }),
  ).extend({ totals: amountsShape }),
});
