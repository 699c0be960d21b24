import { Schema } from 'mongoose';
import { newId } from '../../kernel/ids.js';

/**
 * What a person got in a fiscal year, by quarter, month, category, unit and class: a projection of the entries, kept in
 * the same transaction. One text instead of a list, because figures of a company read those of everybody (docs/adr/0031).
 */
export interface BreakdownRecord {
  _id: string;
  person: string;
  year: number;
  /** As `writeCells` makes it. */
  cells: string;
}

export const breakdownSchema = new Schema<BreakdownRecord>(
  {
    _id: { type: String, default: () => newId() },
    person: { type: String, required: true },
    year: { type: Number, required: true },
    cells: { type: String, required: true },
  },
  { collection: 'ledger_breakdowns', versionKey: false },
);
breakdownSchema.index({ organization: 1, person: 1, year: 1 }, { unique: true });
// Everybody's year.
breakdownSchema.index({ organization: 1, year: 1, person: 1 });
