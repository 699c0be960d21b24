import { Schema } from 'mongoose';
import type { ActorReference } from '../../kernel/actor.js';
import type { Unit } from '../../kernel/units.js';
import {
  NO_EFFECT,
  type Import,
  type ImportEffect,
  type ImportKind,
  type ImportMode,
  type ImportStatus,
  type ReasonGroup,
  type RowProblem,
} from './import.js';
import type { ImportContext } from './kind-of-import.js';
import type { Mapping } from './mapping/mapping.js';

export interface ImportRecord {
  _id: string;
  organization: string;
  kind: ImportKind;
  /** Absent in records of before there were kinds of units; so are the effects. */
  unit?: Unit | null;
  name: string;
  /** Of content, mapping and mode, for kinds of units also of unit and uploader; the same of all is the same import. */
  fingerprint: string;
  /** Of the content alone. */
  content: string;
  /** `receiving` while the rows come in; such an import is shown to nobody. */
  status: ImportStatus | 'receiving';
  mode: ImportMode;
  rows: number;
  ignored: number;
  valid: number;
  invalid: number;
  creates: number;
  updates: number;
  unchanged: number;
  created: number;
  updated: number;
  acknowledgeDuplicates?: boolean;
  planned?: ImportEffect;
  written?: ImportEffect;
  problems: RowProblem[];
  reasons: ReasonGroup[];
  titles: string[];
  columns: string[];
  unknownColumns: string[];
  mapping: Mapping | null;
  mappingName: string | null;
  /** Number of chunks the rows are kept in. */
  chunks: number;
  /** The next step of the dry run or of the writing: one for every chunk, as often as it is gone through. */
  step: number;
  steps: number;
  /** Who does the dry run; another one that takes it up is another. */
  run: string;
  kept: boolean;
  allOrNothing: boolean;
  initialPasswordHash: string | null;
  mustChangePassword: boolean;
  by: ActorReference;
  uploadedAt: Date;
  /** When it last moved. */
  movedAt: Date;
  completedAt: Date | null;
}

const text = { type: String, required: true };
const count = { type: Number, required: true };
const mixed = { type: Schema.Types.Mixed, required: true };

export const importSchema = new Schema<ImportRecord>(
  {
    _id: text,
    kind: text,
    unit: { type: String, default: null },
    name: text,
    fingerprint: text,
    content: text,
    status: text,
    mode: text,
    rows: count,
    ignored: count,
    valid: count,
    invalid: count,
    creates: count,
    updates: count,
    unchanged: count,
    created: count,
    updated: count,
    acknowledgeDuplicates: { type: Boolean, default: false },
    planned: Schema.Types.Mixed,
    written: Schema.Types.Mixed,
    problems: mixed,
    reasons: mixed,
    titles: { type: [String], required: true },
    columns: { type: [String], required: true },
    unknownColumns: { type: [String], required: true },
    mapping: { type: Schema.Types.Mixed, default: null },
    mappingName: { type: String, default: null },
    chunks: count,
    step: count,
    steps: count,
    run: { type: String, default: '' },
    kept: { type: Boolean, required: true },
    allOrNothing: { type: Boolean, required: true },
    initialPasswordHash: { type: String, default: null },
    mustChangePassword: { type: Boolean, required: true },
    by: { _id: false, kind: text, id: { type: String, default: null }, name: text },
    uploadedAt: { type: Date, required: true },
    movedAt: { type: Date, required: true },
    completedAt: { type: Date, default: null },
  },
  { collection: 'imports', versionKey: false, minimize: false },
);
importSchema.index({ organization: 1, kind: 1, fingerprint: 1 }, { unique: true });
importSchema.index({ organization: 1, _id: -1 });
importSchema.index({ organization: 1, kind: 1, _id: -1 });
// What somebody uploaded.
importSchema.index({ organization: 1, 'by.id': 1, _id: -1 });
importSchema.index({ organization: 1, kept: 1, uploadedAt: 1 });
// Runs that were left behind are looked for in all organizations when a process starts.
importSchema.index({ status: 1 });

export function toImport(record: ImportRecord): Import {
  const { kind, name, mode, rows, ignored, valid, invalid, creates, updates, unchanged, created, updated } = record;
  return {
    id: record._id,
    ...{ kind, name, mode, rows, ignored, valid, invalid, creates, updates, unchanged, created, updated },
    unit: record.unit ?? null,
    acknowledgeDuplicates: record.acknowledgeDuplicates ?? false,
    planned: record.planned ?? NO_EFFECT,
    written: record.written ?? NO_EFFECT,
    status: record.status === 'receiving' ? 'checking' : record.status,
    progress: { done: record.step, total: record.steps },
    errors: record.problems,
    reasons: record.reasons,
    titles: record.titles,
    unknownColumns: record.unknownColumns,
    mapping: record.mapping,
    mappingName: record.mappingName,
    kept: record.kept,
    by: record.by.name,
    uploaderId: record.by.id,
    uploadedAt: record.uploadedAt,
    completedAt: record.completedAt,
  };
}

export function contextOf({ _id, unit, acknowledgeDuplicates }: ImportRecord): ImportContext {
  return { importId: _id, unit: unit ?? null, acknowledgeDuplicates: acknowledgeDuplicates ?? false };
}
