import { Schema } from 'mongoose';
import type { ActorReference } from '../../kernel/actor.js';
import { newId } from '../../kernel/ids.js';
import type { DatedTargetConfig } from './target-config.js';

/** One configuration as it was set. Written once; a later one for the same day takes its place by its number. */
export interface TargetConfigRecord extends DatedTargetConfig {
  _id: string;
  /** 1, 2, 3 ... in the order of setting. */
  number: number;
  by: ActorReference;
  at: Date;
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
  },
  { collection: 'target_configs', versionKey: false, minimize: false },
);
targetConfigRecordSchema.index({ organization: 1, number: 1 }, { unique: true });
targetConfigRecordSchema.index({ organization: 1, effectiveFrom: -1, number: -1 });

export function toTargetConfig(record: TargetConfigRecord): DatedTargetConfig {
  const { effectiveFrom, quarterly, milestones, utilizationThreshold, bonusCap } = record;
  return { effectiveFrom, quarterly, milestones, utilizationThreshold, bonusCap };
}
