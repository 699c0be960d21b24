import { z } from 'zod';
import { idShape, pageShape } from './common.js';

const totals = z.object({ regular: z.int(), bonus: z.int(), combined: z.int() });
const ofPeriod = totals.extend({ period: z.string() });
const progress = z
  .object({ points: z.int(), target: z.int(), percent: z.number(), reached: z.boolean(), missing: z.int() })
  .nullable();
const utilization = z.object({
  average: z.number().nullable(),
  recorded: z.int(),
  of: z.int(),
  months: z.array(z.object({ month: z.string(), percent: z.number().nullable() })),
});

export const centralDashboardShape = pageShape(
  z.object({
    id: idShape,
    name: z.string(),
    employeeId: z.string(),
    email: z.string(),
    grade: z.string(),
    department: z.string(),
    location: z.string(),
    quarter: totals,
    year: totals,
    total: totals,
    quarterProgress: progress,
    yearProgress: progress,
  }),
).extend({
  kpis: z.object({
    activePeople: z.int(),
    participants: z.int(),
    quarter: ofPeriod,
    year: ofPeriod,
    pending: z.int(),
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
    status: z.string(),
  }),
  totals,
  year: ofPeriod.extend({ progress }),
  quarters: z.array(ofPeriod.extend({ progress, utilization })),
  bonus: z.object({
    period: z.string(),
    eligible: z.boolean(),
    amount: z.int(),
    reason: z.string().nullable(),
  }),
  byCategory: z.array(z.object({ code: z.string(), name: z.string(), points: z.int(), count: z.int() })),
  pending: z.object({ count: z.int(), points: z.int() }),
});
