import { Schema } from 'mongoose';
import type { ExportFilters, ExportFormat } from '../reports/index.js';
import type { Export, ExportFailure, ExportStatus } from './export.js';

export interface ExportRecord {
  _id: string;
  organization: string;
  owner: string;
  format: ExportFormat;
  from: string;
  to: string;
  filters: ExportFilters;
  head: boolean;
  status: ExportStatus;
  failure: ExportFailure | null;
  fileName: string;
  type: string;
  done: number;
  total: number | null;
  bytes: number;
  /** Whether there is a file to be taken until it expires. */
  kept: boolean;
  begunAt: Date;
  /** When it was last known to be worked on. */
  movedAt: Date;
  endedAt: Date | null;
  expiresAt: Date | null;
}

const text = { type: String, required: true };
const count = { type: Number, required: true };

export const exportSchema = new Schema<ExportRecord>(
  {
    _id: text,
    owner: text,
    format: text,
    from: text,
    to: text,
    filters: { type: Schema.Types.Mixed, required: true },
    head: { type: Boolean, required: true },
    status: text,
    failure: { type: String, default: null },
    fileName: text,
    type: text,
    done: count,
    total: { type: Number, default: null },
    bytes: count,
    kept: { type: Boolean, required: true },
    begunAt: { type: Date, required: true },
    movedAt: { type: Date, required: true },
    endedAt: { type: Date, default: null },
    expiresAt: { type: Date, default: null },
  },
  { collection: 'exports', versionKey: false, minimize: false },
);
exportSchema.index({ organization: 1, owner: 1, _id: -1 });
exportSchema.index({ organization: 1, status: 1, begunAt: 1 });
exportSchema.index({ organization: 1, kept: 1, expiresAt: 1 });
exportSchema.index({ organization: 1, begunAt: 1 });

export function toExport(record: ExportRecord): Export {
  const { format, from, to, filters, head, status, failure, fileName, bytes, begunAt, endedAt, kept, expiresAt } =
    record;
  return {
    id: record._id,
    ...{ format, from, to, filters, head, status, failure, fileName, bytes, begunAt, endedAt },
    progress: { done: record.done, total: record.total },
    expiresAt: kept ? expiresAt : null,
  };
}
