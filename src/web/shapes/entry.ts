import { z } from 'zod';
import { dayShape, idShape, instantShape, pageShape, personSummary } from './common.js';
import { amountsShape } from './figures.js';

/** One line of the ledger. */
export const entryShape = z.object({
  id: idShape,
  personId: idShape,
  kind: z.string(),
  class: z.enum(['regular', 'bonus']),
  points: z.int(),
  categoryCode: z.string(),
  unit: z.string(),
  quarter: z.string(),
  year: z.int(),
  effectiveDate: dayShape,
  reason: z.string(),
  source: z.object({ type: z.string(), id: z.string() }),
  basis: z.object({ value: z.int(), quantity: z.int(), grade: z.string(), categoryVersion: z.int() }),
  correctsEntryId: idShape.nullable(),
  by: z.object({ name: z.string() }),
  at: instantShape,
});

export const oneEntryShape = z.object({ entry: entryShape });

const worthShape = { worth: z.int().nullable(), reversed: z.boolean() };

export const personEntriesShape = pageShape(entryShape.extend({ categoryName: z.string(), ...worthShape })).extend({
  person: personSummary,
  totals: amountsShape,
});

export const entryDetailShape = z.object({
  entry: entryShape,
  categoryName: z.string(),
  person: personSummary,
  worth: z.int(),
  reversed: z.boolean(),
  corrections: z.array(entryShape),
  quarter: z.object({ period: z.string(), regular: z.int() }),
  mayCorrect: z.boolean(),
});

export const correctionPreviewShape = z.object({
  entryId: idShape,
  before: z.int(),
  after: z.int(),
  quarter: z.object({ period: z.string(), before: z.int(), after: z.int() }),
});
