import { z } from 'zod';
import { dayShape, idShape, instantShape, pageShape, personReference, personSummary } from './common.js';
import { categoryPointsShape, monthsShape, progressShape } from './figures.js';

const periodPoints = z.object({ period: z.string(), points: z.int() });
const minimum = z.object({ expected: z.int(), points: z.int(), missing: z.int() }).nullable();

const personRow = personSummary.extend({
  employeeId: z.string(),
  location: z.string(),
  status: z.enum(['active', 'deactivated']),
  quarters: z.array(periodPoints),
  year: z.int(),
  minimum,
  pending: z.int(),
});

/** A request as somebody sees it who looks after the person: what, how long, who has it; no words and no files. */
const lookedRequest = z.object({
  id: idShape,
  status: z.string(),
  kind: z.string(),
  person: personSummary,
  category: z.object({ code: z.string(), name: z.string(), unit: z.string() }),
  points: z.int(),
  eventDate: dayShape,
  period: z.string(),
  approver: personReference.nullable(),
  delegatedFrom: personReference.nullable(),
  needsAssignment: z.boolean(),
  utilization: z.object({ month: z.string(), basisPoints: z.int() }).nullable(),
  raisedAt: instantShape,
  decidedAt: instantShape.nullable(),
  decidedBy: personReference.nullable(),
  ageHours: z.number(),
});

export const lookedRequestsShape = pageShape(lookedRequest);

export const ownPeopleShape = pageShape(personRow).extend({
  year: z.string(),
  quarter: z.string(),
  expects: z.boolean(),
  /** Whether points are all regular ones of the people, or those that the unit gave. */
  points: z.enum(['all', 'unit']),
});

export const ownPersonShape = z.object({
  person: personSummary.extend({
    employeeId: z.string(),
    email: z.string(),
    location: z.string(),
    level: z.string(),
    joiningDate: dayShape,
    exitDate: dayShape.nullable(),
    status: z.enum(['active', 'deactivated']),
    manager: personReference.nullable(),
    dp: personReference.nullable(),
  }),
  points: z.enum(['all', 'unit']),
  quarter: periodPoints,
  year: periodPoints,
  total: periodPoints,
  years: z.array(z.object({ year: z.string(), quarters: z.array(periodPoints), points: z.int() })),
  quarterProgress: progressShape,
  yearProgress: progressShape,
  minimum,
  utilization: z
    .object({ average: z.number().nullable(), recorded: z.int(), of: z.int(), months: monthsShape })
    .nullable(),
  utilizationMonths: monthsShape.nullable(),
  byCategory: categoryPointsShape,
  pending: lookedRequestsShape,
  decided: z.array(lookedRequest),
  entries: pageShape(
    z.object({
      id: idShape,
      kind: z.string(),
      categoryCode: z.string(),
      categoryName: z.string(),
      points: z.int(),
      date: dayShape,
      period: z.string(),
      by: z.string(),
      words: z.string().nullable(),
      requestId: idShape.nullable(),
    }),
  ).extend({ total: z.int() }),
});

export const deliveryDashboardShape = z.object({
  quarter: z.string(),
  people: z.int(),
  points: z.int(),
  participation: z.object({ withPoints: z.int(), percent: z.number().nullable() }),
  belowMinimum: z.object({ total: z.int(), items: z.array(personRow) }),
  pending: lookedRequestsShape,
  approvals: z.array(lookedRequest),
});
