import { Schema } from 'mongoose';
import { ACTOR_REFERENCE } from '../../platform/storage/index.js';
import type { Entry } from './entry.js';

/** An entry as it lies in the database, with its place in the person's chain. Inserted once, never touched again. */
export interface EntryRecord extends Omit<Entry, 'id' | 'personId'> {
  _id: string;
  organization: string;
  person: string;
  /** Id of the person's entry before this one; null for the first. */
  previousId: string | null;
  /** Checksum of that entry; empty for the first. */
  previousChecksum: string;
  /** Checksum over this entry and the one before (entry-checksum.ts). */
  checksum: string;
}

export const entrySchema = new Schema<EntryRecord>(
  {
    _id: { type: String, required: true },
    person: { type: String, required: true },
    sequence: { type: Number, required: true },
    kind: { type: String, required: true },
    class: { type: String, required: true },
    points: { type: Number, required: true },
    categoryCode: { type: String, required: true },
    unit: { type: String, required: true },
    quarter: { type: String, required: true },
    year: { type: Number, required: true },
    month: { type: String, required: true },
    effectiveDate: { type: String, required: true },
    sourceKey: { type: String, required: true },
    source: { _id: false, type: { type: String, required: true }, id: { type: String, required: true } },
    reason: { type: String, default: '' },
    basis: {
      _id: false,
      value: { type: Number, required: true },
      quantity: { type: Number, required: true },
      grade: { type: String, required: true },
      categoryVersion: { type: Number, required: true },
    },
    correctsEntryId: { type: String, default: null },
    by: ACTOR_REFERENCE,
    at: { type: Date, required: true },
    previousId: { type: String, default: null },
    previousChecksum: { type: String, default: '' },
    checksum: { type: String, required: true },
  },
  { collection: 'entries', versionKey: false },
);
entrySchema.index({ organization: 1, sourceKey: 1 }, { unique: true });
entrySchema.index({ organization: 1, person: 1, sequence: 1 }, { unique: true });
entrySchema.index({ organization: 1, person: 1, effectiveDate: -1, at: -1, _id: -1 });
entrySchema.index({ organization: 1, effectiveDate: -1, at: -1, _id: -1 });
// A unit's months, and its people's.
entrySchema.index({ organization: 1, unit: 1, effectiveDate: 1 });
entrySchema.index({ organization: 1, quarter: 1, categoryCode: 1 });
entrySchema.index({ organization: 1, year: 1, categoryCode: 1 });
entrySchema.index({ organization: 1, categoryCode: 1, kind: 1 });
entrySchema.index({ organization: 1, correctsEntryId: 1, sequence: 1 });
// What a unit granted, and what one of its people did, newest first.
entrySchema.index({ organization: 1, unit: 1, kind: 1, at: -1, _id: -1 });
entrySchema.index({ organization: 1, unit: 1, kind: 1, 'by.id': 1, at: -1, _id: -1 });

/** The only place where a stored entry becomes the ledger's word. */
export function toEntry(record: EntryRecord): Entry {
  return {
    id: record._id,
    personId: record.person,
    sequence: record.sequence,
    kind: record.kind,
    class: record.class,
    points: record.points,
    categoryCode: record.categoryCode,
    unit: record.unit,
    quarter: record.quarter,
    year: record.year,
    month: record.month,
    effectiveDate: record.effectiveDate,
    sourceKey: record.sourceKey,
    source: record.source,
    reason: record.reason,
    basis: record.basis,
    correctsEntryId: record.correctsEntryId,
    by: record.by,
    at: record.at,
  };
}
