import { Schema } from 'mongoose';
import type { CellProblem } from './read-person-row.js';

/** One row as it is kept between upload and completion. */
export interface KeptRow {
  line: number;
  /** Cells by column; a password is sealed. */
  values: Record<string, string>;
  personId: string;
  managerId: string | null;
  dpId: string | null;
  problems: CellProblem[];
  /** True once the person is registered. */
  created: boolean;
}

/** Some rows of an import, in the order of the file. When the import is complete, only failed rows remain. */
export interface ImportChunkRecord {
  _id: string;
  organization: string;
  import: string;
  number: number;
  rows: KeptRow[];
}

export const importChunkSchema = new Schema<ImportChunkRecord>(
  {
    _id: { type: String, required: true },
    import: { type: String, required: true },
    number: { type: Number, required: true },
    rows: { type: Schema.Types.Mixed, required: true },
  },
  { collection: 'import_chunks', versionKey: false, minimize: false },
);
importChunkSchema.index({ organization: 1, import: 1, number: 1 }, { unique: true });

/** Rows of one chunk; written together in one transaction. */
export const CHUNK_ROWS = 100;
