import { Schema } from 'mongoose';
import type { FieldChange } from './import.js';

/** A problem of one cell, before it is known where the row stands. */
export interface CellProblem {
  readonly column: string;
  readonly message: string;
  /** The message without what differs from row to row, where something does. */
  readonly reason?: string;
}

/** What is to be done for a row that has no problem. */
export type RowAction = 'create' | 'update' | 'unchanged';

/** What a row comes to; `deciderId` is null where nobody has to decide it. */
export interface RowWorth {
  readonly points: number;
  readonly deciderId: string | null;
}

/** One row after the dry run. Its cells stay sealed beside it. */
export interface KeptRow {
  line: number;
  /** Of the record that is made or changed; chosen beforehand, so that writing it twice writes it once. */
  id: string;
  action: RowAction;
  problems: CellProblem[];
  /** What the dry run said that the row changes. */
  changes: FieldChange[];
  /** Ids of other records that the row names, by column. */
  links: Record<string, string | null>;
  /** Cells that follow from other rows, by column; they count instead of what the row says. */
  cells: Record<string, string>;
  /** What the row comes to, where that is points or somebody has to decide it. */
  worth?: RowWorth;
  /** True once it is written. */
  done: boolean;
}

/** How many problems of a reason a chunk has. */
export interface Tally {
  column: string;
  reason: string;
  count: number;
  lines: number[];
}

/** Some rows of an import, in the order of the file. When the import is complete, only failed rows remain. */
export interface ImportChunkRecord {
  _id: string;
  organization: string;
  import: string;
  number: number;
  /** The cells as they stand in the file, sealed: passwords may be among them. */
  sealed: string;
  rows: KeptRow[];
  /** Rows that the mapping leaves out. */
  ignored: number;
  tally: Tally[];
  /** Rows that change somebody. */
  changed: number;
}

const count = { type: Number, required: true };

export const importChunkSchema = new Schema<ImportChunkRecord>(
  {
    _id: { type: String, required: true },
    import: { type: String, required: true },
    number: count,
    sealed: { type: String, required: true },
    rows: { type: Schema.Types.Mixed, required: true },
    ignored: count,
    tally: { type: Schema.Types.Mixed, required: true },
    changed: count,
  },
  { collection: 'import_chunks', versionKey: false, minimize: false },
);
importChunkSchema.index({ organization: 1, import: 1, number: 1 }, { unique: true });

/** Rows of one chunk; written together in one transaction. */
export const CHUNK_ROWS = 100;
