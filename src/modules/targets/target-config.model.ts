import { Schema } from 'mongoose';
import type { ActorReference } from '../../kernel/actor.js';
import { newId } from '../../kernel/ids.js';
import type { DatedTargetConfig } from './target-config.js';

/**
 * One configuration as it was set. Its figures are written once; a later one for the same day takes its place by its
 * number. One whose day has not come can be withdrawn.
 */
export interface TargetConfigRecord extends DatedTargetConfig {
  _id: string;
  /** 1, 2, 3 ... in the order of setting. */
  number: number;
  by: ActorReference;
  at: Date;
  /** The number of the one that it was made from, 0 for what there is at first; absent on the oldest records. */
  madeFrom?: number;
  /** How many changes there had been with this one; absent on the oldest records. */
  revision?: number;
  withdrawn?: { by: ActorReference; at: Date; revision: number } | null;
}

export const targetConfigRecordSchema = new Schema<TargetConfigRecord>(
  {
    _id: { type: String, default: () => newId() },
    number: { type: Number, required: true },
    effectiveFrom: { type: String, required: true },
    quarterly: { type: Schema.Types.Mixed, required: true },
    milestones: [
      { _id: false, percent: { type: Number, required: true }, amounts: { type: [Number], required: true } },
    ],
    utilizationThreshold: { type: Number, required: true },
    bonusCap: { type: Number, required: true },
    by: { type: Schema.Types.Mixed, required: true },
    at: { type: Date, required: true },
    madeFrom: { type: Number },
    revision: { type: Number },
    withdrawn: { type: Schema.Types.Mixed, default: null },
  },
  { collection: 'target_configs', versionKey: false, minimize: false },
);
targetConfigRecordSchema.index({ organization: 1, number: 1 }, { unique: true });
targetConfigRecordSchema.index({ organization: 1, effectiveFrom: -1, number: -1 });

/** Counts the changes of an organization's configurations, so that nobody overwrites what he or she has not seen. */
export interface TargetChangesRecord {
  _id: string;
  /** The same for all, so that there is one of them. */
  of: 'targets';
  revision: number;
}

export const targetChangesSchema = new Schema<TargetChangesRecord>(
  {
    _id: { type: String, required: true },
    of: { type: String, required: true },
    revision: { type: Number, required: true },
  },
  { collection: 'target_changes', versionKey: false },
);
targetChangesSchema.index({ organization: 1, of: 1 }, { unique: true });

export function toTargetConfig(record: TargetConfigRecord): DatedTargetConfig {
  const { effectiveFrom, quarterly, milestones, utilizationThreshold, bonusCap } = record;
  return { effectiveFrom, quarterly, milestones, utilizationThreshold, bonusCap };
}
