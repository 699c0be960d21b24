import { z } from 'zod';
import { idShape, instantShape, pageShape } from './common.js';
import { entryShape } from './entry.js';

const person = z.object({
  id: idShape,
  name: z.string(),
  employeeId: z.string(),
  grade: z.string(),
  department: z.string(),
  location: z.string(),
  active: z.boolean(),
});

const figures = z.object({
  quarterPoints: z.int(),
  quarterlyTarget: z.int().nullable(),
  yearPoints: z.int(),
  yearlyTarget: z.int().nullable(),
  milestones: z.array(z.object({ percent: z.number(), pointsNeeded: z.int(), reached: z.boolean(), amount: z.int() })),
  utilization: z.object({
    average: z.number(),
    recorded: z.int(),
    of: z.int(),
    needed: z.number(),
    exempt: z.boolean(),
  }),
  yearBonus: z.int(),
  cap: z.int(),
});

/** A person with the state of the bonus; `due` is what awarding all would give. */
const rowShape = z.object({
  person,
  state: z.object({
    period: z.string(),
    grade: z.string(),
    eligible: z.boolean(),
    amount: z.int(),
    awarded: z.boolean(),
    award: z.object({ entryId: idShape, points: z.int(), at: instantShape, by: z.string() }).nullable(),
    figures,
  }),
  standing: z.string(),
  why: z.string(),
  due: z.int(),
  reason: z.string(),
});

const reasons = z.array(z.object({ reason: z.string(), count: z.int() }));

const runShape = z.object({
  id: idShape,
  kind: z.string(),
  period: z.string(),
  status: z.string(),
  by: z.string(),
  startedAt: instantShape,
  finishedAt: instantShape.nullable(),
  total: z.int(),
  reached: z.int(),
  done: z.int(),
  skipped: z.int(),
  points: z.int(),
});

export const bonusOverviewShape = pageShape(rowShape).extend({
  period: z.string(),
  over: z.boolean(),
  counts: z.object({ eligible: z.int(), held: z.int(), awarded: z.int(), 'not-eligible': z.int() }),
  cost: z.int(),
  awarded: z.int(),
  reasons,
});

/** Of all, or of one person. */
export const bonusPreviewShape = z.object({
  period: z.string(),
  over: z.boolean(),
  count: z.int(),
  points: z.int(),
  largest: z.array(rowShape),
  leftOut: reasons,
  person: rowShape.nullable(),
});

/** `run` is null where one person was meant. While it goes on, both lists are empty. */
export const bonusAwardShape = z.object({
  awarded: z.array(z.object({ personId: idShape, entryId: idShape, points: z.int() })),
  skipped: z.array(z.object({ personId: idShape, code: z.string(), reason: z.string() })),
  run: runShape.nullable(),
});

export const bonusRunShape = pageShape(
  z.object({
    personId: idShape,
    name: z.string(),
    employeeId: z.string(),
    outcome: z.string(),
    code: z.string(),
    reason: z.string(),
    points: z.int(),
    entryId: idShape.nullable(),
    worth: z.int(),
    takenBack: z.boolean(),
  }),
).extend({ run: runShape });

export const bonusAnalysisShape = z.object({ run: runShape });

export const givenBonusShape = z.object({
  entry: entryShape,
  period: z.string(),
  worth: z.int(),
  reversed: z.boolean(),
  mayReverse: z.boolean(),
});

export const bonusReversalShape = z.object({ entry: entryShape });
