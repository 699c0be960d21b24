import { z } from 'zod';
import { dayShape, idShape, instantShape } from './common.js';
import { entryShape } from './entry.js';
import { amountsShape, categoryPointsShape, pointsSummaryShape } from './figures.js';
import { requestShape } from './request.js';

/** What an own entry shows to its owner. */
const ownEntryShape = entryShape.omit({ personId: true, unit: true });

export const explainedEntryShape = z.object({
  entry: ownEntryShape,
  category: z.object({
    code: z.string(),
    name: z.string(),
    version: z.int(),
    since: dayShape.nullable(),
    ofGrade: z.boolean(),
  }),
  words: z.string(),
  worth: z.int(),
  reversed: z.boolean(),
  corrections: z.array(ownEntryShape),
  corrected: ownEntryShape.nullable(),
  request: z
    .object({
      request: requestShape,
      timeline: z.array(z.object({ type: z.string(), at: instantShape, by: z.string() })),
    })
    .nullable(),
  bonus: z
    .object({
      period: z.string(),
      grade: z.string(),
      configSince: dayShape.nullable(),
      yearlyTarget: z.int().nullable(),
      yearPoints: z.int(),
      amount: z.int(),
      milestones: z.array(
        z.object({ percent: z.number(), pointsNeeded: z.int(), reached: z.boolean(), amount: z.int() }),
      ),
    })
    .nullable(),
});

const standing = {
  grade: z.string(),
  target: z.int().nullable(),
  reached: z.boolean(),
  missing: z.int(),
};

const quarterStandingShape = amountsShape.extend({ period: z.string(), ...standing });

export const ownSummaryShape = pointsSummaryShape.extend({
  years: z.array(quarterStandingShape.extend({ quarters: z.array(quarterStandingShape) })),
});

const averageFields = { average: z.number().nullable(), recorded: z.int(), of: z.int() };

export const ownUtilizationShape = z.object({
  year: z.int(),
  years: z.array(z.int()),
  ...averageFields,
  quarters: z.array(
    z.object({
      period: z.string(),
      ...averageFields,
      grade: z.string(),
      exempt: z.boolean(),
      counted: z.number(),
      threshold: z.number(),
      enough: z.boolean(),
      over: z.boolean(),
      months: z.array(z.object({ month: z.string(), state: z.string(), percent: z.number().nullable() })),
    }),
  ),
});

export const statementShape = z.object({
  organization: z.object({ name: z.string() }),
  person: z.object({
    id: idShape,
    name: z.string(),
    employeeId: z.string(),
    grade: z.string(),
    department: z.string(),
    location: z.string(),
    joiningDate: dayShape,
  }),
  period: z.string(),
  range: z.object({ from: dayShape, to: dayShape }),
  asOf: dayShape,
  running: z.boolean(),
  totals: amountsShape,
  year: z.object(standing),
  quarters: z.array(quarterStandingShape.extend({ utilization: z.object(averageFields) })),
  byCategory: categoryPointsShape,
  entries: z.array(
    z.object({
      id: idShape,
      date: dayShape,
      period: z.string(),
      kind: z.string(),
      categoryName: z.string(),
      points: z.int(),
      basis: z.object({ value: z.int(), quantity: z.int(), grade: z.string(), categoryVersion: z.int() }),
      by: z.string(),
      at: instantShape,
      words: z.string(),
    }),
  ),
  years: z.array(z.int()),
});
