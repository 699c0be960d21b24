import { Schema } from 'mongoose';
import type { ActorReference } from '../../kernel/actor.js';
import { newId } from '../../kernel/ids.js';
import type { BasisPoints } from '../../kernel/utilization.js';

/** A person's billable share of one month. Written once. */
export interface UtilizationRecord {
  _id: string;
  person: string;
  /** `YYYY-MM` */
  month: string;
  basisPoints: BasisPoints;
  request: string;
  by: ActorReference;
  at: Date;
}

export const utilizationSchema = new Schema<UtilizationRecord>(
  {
    _id: { type: String, default: () => newId() },
    person: { type: String, required: true },
    month: { type: String, required: true },
    basisPoints: { type: Number, required: true },
    request: { type: String, required: true },
    by: { type: Schema.Types.Mixed, required: true },
    at: { type: Date, required: true },
  },
  { collection: 'utilizations', versionKey: false },
);
utilizationSchema.index({ organization: 1, person: 1, month: 1 }, { unique: true });
// Who has a record of a month.
utilizationSchema.index({ organization: 1, month: 1, person: 1 });
