import { z } from 'zod';
import { idShape, pageShape, personReference, personSummary } from './common.js';
import { requestShape } from './request.js';

const averageShape = { average: z.number().nullable(), recorded: z.int(), of: z.int() };

const monthShape = z.object({
  month: z.string(),
  state: z.enum(['recorded', 'pending', 'missing', 'later', 'before']),
  percent: z.number().nullable(),
  request: z.object({ id: idShape, decider: personReference }).nullable(),
});

export const utilizationMonthsShape = pageShape(
  personSummary.extend({ employeeId: z.string(), months: z.array(monthShape), ...averageShape }),
).extend({ quarter: z.string(), months: z.array(z.string()), month: z.string(), missing: z.int() });

const percentageShape = z.object({ month: z.string(), percent: z.number() });

/** A proposed percentage of a month. */
export const percentageRequestShape = requestShape.extend({
  utilization: z.object({ month: z.string(), basisPoints: z.int() }).nullable(),
});

export const onePercentageShape = z.object({ request: percentageRequestShape });

export const personMonthsShape = z.object({
  person: personSummary.extend({ employeeId: z.string() }),
  year: z.int(),
  years: z.array(z.int()),
  quarters: z.array(z.object({ period: z.string(), months: z.array(monthShape), ...averageShape })),
  requests: z.array(percentageRequestShape),
});

const validatorShape = personReference.extend({
  away: z.object({ until: z.string(), instead: z.string().nullable() }).optional(),
});

export const utilizationOptionsShape = z.object({
  earliest: z.string(),
  latest: z.string(),
  validators: z.array(validatorShape),
});

export const utilizationPreviewShape = percentageShape.extend({
  person: personSummary,
  period: z.string(),
  decider: validatorShape,
  before: z.object(averageShape),
  after: z.object(averageShape),
});
