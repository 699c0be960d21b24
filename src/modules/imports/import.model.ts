import { Schema } from 'mongoose';
import type { ActorReference } from '../../kernel/actor.js';
import type { Import, ImportStatus, RowProblem } from './import.js';

export interface ImportRecord {
  _id: string;
  organization: string;
  kind: 'people';
  name: string;
  /** Of the content; the same content is the same import. */
  fingerprint: string;
  status: ImportStatus;
  rows: number;
  valid: number;
  invalid: number;
  created: number;
  problems: RowProblem[];
  columns: string[];
  unknownColumns: string[];
  /** Number of chunks the rows are kept in. */
  chunks: number;
  /** The next step of the run: 0 to chunks - 1 register people, chunks to 2 x chunks - 1 give them their superiors. */
  step: number;
  allOrNothing: boolean;
  initialPasswordHash: string | null;
  mustChangePassword: boolean;
  by: ActorReference;
  uploadedAt: Date;
  completedAt: Date | null;
}

const text = { type: String, required: true };
const count = { type: Number, required: true };

export const importSchema = new Schema<ImportRecord>(
  {
    _id: text,
    kind: text,
    name: text,
    fingerprint: text,
    status: { type: String, enum: ['checked', 'running', 'completed'], required: true },
    rows: count,
    valid: count,
    invalid: count,
    created: count,
    problems: [{ _id: false, line: count, column: { type: String, default: '' }, message: text }],
    columns: { type: [String], required: true },
    unknownColumns: { type: [String], required: true },
    chunks: count,
    step: count,
    allOrNothing: { type: Boolean, required: true },
    initialPasswordHash: { type: String, default: null },
    mustChangePassword: { type: Boolean, required: true },
    by: { _id: false, kind: text, id: { type: String, default: null }, name: text },
    uploadedAt: { type: Date, required: true },
    completedAt: { type: Date, default: null },
  },
  { collection: 'imports', versionKey: false },
);
importSchema.index({ organization: 1, kind: 1, fingerprint: 1 }, { unique: true });
importSchema.index({ organization: 1, _id: -1 });
// Runs that were left behind are looked for in all organizations when a process starts.
importSchema.index({ status: 1 });

export function toImport(record: ImportRecord): Import {
  return {
    id: record._id,
    kind: record.kind,
    name: record.name,
    status: record.status,
    rows: record.rows,
    valid: record.valid,
    invalid: record.invalid,
    created: record.created,
    errors: record.problems,
    unknownColumns: record.unknownColumns,
    uploadedAt: record.uploadedAt,
    completedAt: record.completedAt,
  };
}
