import { Schema } from 'mongoose';
import type { ActorReference } from '../../kernel/actor.js';
import { ACTOR_REFERENCE, type WalkPlace } from '../../platform/storage/index.js';
import type { Erasure, ErasureStep } from './erasure.js';
import type { PersonalValues } from './personal-values.js';

/** One erasure, under the id of the person; it is gone through again and again until it finds nothing. */
export interface ErasureRecord {
  _id: string;
  organization: string;
  status: Erasure['status'];
  reason: string;
  by: ActorReference;
  startedAt: Date;
  completedAt: Date | null;
  step: ErasureStep | null;
  /** Where the walk through all records is. */
  place: WalkPlace | null;
  /** What this walk has found so far. */
  found: number;
  /** What still has to be looked for; forgotten with the last step. */
  values: PersonalValues | null;
  /** Of registrations that were deleted. */
  registrations: string[];
  problem: string | null;
  records: number;
  files: number;
  accounts: number;
}

const count = { type: Number, required: true };

export const erasureSchema = new Schema<ErasureRecord>(
  {
    _id: { type: String, required: true },
    status: { type: String, required: true },
    reason: { type: String, required: true },
    by: ACTOR_REFERENCE,
    startedAt: { type: Date, required: true },
    completedAt: { type: Date, default: null },
    step: { type: String, default: null },
    place: { type: Schema.Types.Mixed, default: null },
    found: count,
    values: { type: Schema.Types.Mixed, default: null },
    registrations: { type: [String], required: true },
    problem: { type: String, default: null },
    records: count,
    files: count,
    accounts: count,
  },
  { collection: 'erasures', versionKey: false, minimize: false },
);
erasureSchema.index({ organization: 1, status: 1 });

export function toErasure(record: ErasureRecord): Erasure {
  const { _id, status, reason, by, startedAt, completedAt, step, problem, records, files, accounts } = record;
  return {
    ...{ personId: _id, status, reason, by: by.name, startedAt, completedAt, step, problem },
    ...{ records, files, accounts },
  };
}
