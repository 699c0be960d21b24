import { z } from 'zod';
import { CONFIG_STATES } from '../../modules/targets/index.js';
import { dayShape, idShape, instantShape, pageShape } from './common.js';

const figures = {
  quarterly: z.record(z.string(), z.int()),
  milestones: z.array(z.object({ percent: z.int(), amounts: z.array(z.int()) })),
  /** Hundredths of a per cent. */
  utilizationThreshold: z.int(),
  bonusCap: z.int(),
};

const changeShape = z.object({
  what: z.enum(['target', 'milestone', 'threshold', 'cap']),
  grade: z.string().optional(),
  percent: z.int().optional(),
  before: z.unknown(),
  after: z.unknown(),
});

const someone = z.object({ name: z.string() });

const versionShape = z.object({
  id: idShape.nullable(),
  number: z.int(),
  effectiveFrom: dayShape.nullable(),
  state: z.enum(CONFIG_STATES),
  by: someone.nullable(),
  at: instantShape.nullable(),
  withdrawn: z.object({ by: someone, at: instantShape }).nullable(),
  ...figures,
  changes: z.array(changeShape),
});

export const targetHistoryShape = z.object({
  revision: z.int(),
  current: versionShape,
  upcoming: z.array(versionShape),
  history: pageShape(versionShape),
});

export const oneTargetConfigShape = z.object({ config: versionShape });

export const setTargetConfigShape = z.object({ config: versionShape.omit({ withdrawn: true }) });

export const targetPreviewShape = z.object({
  preview: z
    .object({
      effectiveFrom: dayShape,
      before: z.object(figures),
      after: z.object(figures),
      changes: z.array(changeShape),
      quarter: z.object({ key: z.string(), from: dayShape, to: dayShape }),
      midQuarter: z.boolean(),
      replaces: z.int().nullable(),
      until: z.object({ number: z.int(), effectiveFrom: dayShape }).nullable(),
      revision: z.int(),
      people: z.object({ total: z.int(), byGrade: z.record(z.string(), z.int()) }),
    })
    .nullable(),
});
