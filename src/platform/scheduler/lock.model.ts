import { Schema } from 'mongoose';

/** Which process runs a job, and until when nobody else does. */
export interface JobLockRecord {
  /** The job's name. */
  _id: string;
  until: Date;
  owner: string;
}

export const jobLockSchema = new Schema<JobLockRecord>(
  {
    _id: { type: String, required: true },
    until: { type: Date, required: true },
    owner: { type: String, required: true },
  },
  { collection: 'job_locks', versionKey: false },
);
