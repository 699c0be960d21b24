import { Schema } from 'mongoose';
import { newId } from '../../kernel/ids.js';

/**
 * What became of a person's requests of a fiscal year, one short text for each: a projection of the requests, kept in
 * the transaction that ends them, so that figures about very many of them read little (docs/adr/0031).
 */
export interface OutcomeRecord {
  _id: string;
  person: string;
  year: number;
  /** As `writeOutcome` makes them, in the order in which the requests ended. */
  outcomes: string[];
}

export const outcomeSchema = new Schema<OutcomeRecord>(
  {
    _id: { type: String, default: () => newId() },
    person: { type: String, required: true },
    year: { type: Number, required: true },
    outcomes: { type: [String], default: [] },
  },
  { collection: 'request_outcomes', versionKey: false },
);
outcomeSchema.index({ organization: 1, person: 1, year: 1 }, { unique: true });
// Everybody's year.
outcomeSchema.index({ organization: 1, year: 1, person: 1 });
