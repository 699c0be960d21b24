import { Schema } from 'mongoose';
import { newId } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';

/** That somebody's grade changed on a day. Whoever has none always had the grade of now. */
export interface GradeChangeRecord {
  _id: string;
  person: string;
  /** The first day of the new grade. */
  since: LocalDate;
  /** The grade on the day before. */
  before: string;
  grade: string;
}

const text = { type: String, required: true };

export const gradeChangeSchema = new Schema<GradeChangeRecord>(
  { _id: { type: String, default: () => newId() }, person: text, since: text, before: text, grade: text },
  { collection: 'grade_changes', versionKey: false },
);
gradeChangeSchema.index({ organization: 1, person: 1, since: 1 }, { unique: true });
