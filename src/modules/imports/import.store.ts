import type { Model, QueryFilter } from 'mongoose';
import { NotFound } from '../../kernel/errors.js';
import { isId, newId } from '../../kernel/ids.js';
import type { Unit } from '../../kernel/units.js';
import { offsetOf, pageOf, type Page, type PageRequest } from '../../kernel/paging.js';
import { operator, type Storage } from '../../platform/storage/index.js';
import { tallyOf } from './chunk-tally.js';
import { importChunkSchema, type ImportChunkRecord, type KeptRow } from './import-chunk.model.js';
import { IMPORT_STATUSES } from './import.js';
import { importSchema, type ImportRecord } from './import.model.js';
import type { RawRow, Seal } from './sealed-text.js';

export type ImportState = Partial<Pick<ImportRecord, 'status' | 'step' | 'run'>>;
/** A chunk without what is sealed in it. */
export type ChunkSummary = Pick<ImportChunkRecord, 'number' | 'tally' | 'changed' | 'ignored'>;

/** Which imports are listed. */
export interface ListFilter {
  readonly kind?: ImportRecord['kind'] | undefined;
  readonly unit?: Unit | undefined;
  readonly uploaderId?: string | undefined;
}

/** Imports and the rows that are kept for them. */
export interface ImportStore {
  insert(record: ImportRecord): Promise<void>;
  /** @throws NotFound; of one that is still being received, too */
  byId(id: string): Promise<ImportRecord>;
  byFingerprint(kind: ImportRecord['kind'], fingerprint: string): Promise<ImportRecord | undefined>;
  /** The import in the given state; undefined when somebody changed it meanwhile. */
  find(id: string, state: ImportState): Promise<ImportRecord | undefined>;
  /** Compare and set; false when the import is in another state. */
  change(id: string, state: ImportState, changes: Partial<ImportRecord>): Promise<boolean>;
  remove(id: string): Promise<void>;
  /** The newest first. */
  list(page: PageRequest, filter: ListFilter): Promise<Page<ImportRecord>>;
  /** Everything that is being checked or written; for a context that may look across organizations. */
  atWork(): Promise<Pick<ImportRecord, '_id' | 'organization' | 'movedAt'>[]>;
  /** Imports that began before a time and still have rows. */
  withRowsBefore(time: Date): Promise<ImportRecord[]>;

  insertChunks(
    importId: string,
    chunks: readonly { readonly number: number; readonly rows: readonly RawRow[] }[],
  ): Promise<void>;
  raw(importId: string, number: number): Promise<RawRow[]>;
  chunk(importId: string, number: number): Promise<KeptRow[]>;
  replaceChunk(importId: string, number: number, rows: readonly KeptRow[], ignored?: number): Promise<void>;
  replaceRaw(importId: string, number: number, rows: readonly RawRow[]): Promise<void>;
  /** In the order of the file. */
  summaries(importId: string): Promise<ChunkSummary[]>;
  removeChunks(importId: string): Promise<void>;
}

export function createImportStore({ storage, seal }: { readonly storage: Storage; readonly seal: Seal }): ImportStore {
  const imports: Model<ImportRecord> = storage.tenantModel<ImportRecord>('Import', importSchema.clone());
  const chunks: Model<ImportChunkRecord> = storage.tenantModel<ImportChunkRecord>(
    'ImportChunk',
    importChunkSchema.clone(),
  );
  const shown: QueryFilter<ImportRecord> = { status: operator({ $in: [...IMPORT_STATUSES] }) };

  return {
    async insert(record) {
      await imports.insertMany([record], { lean: true });
    },
    async byId(id) {
      const record = isId(id) ? await imports.findOne({ _id: id }).lean<ImportRecord>() : null;
      if (record === null || record.status === 'receiving') {
        throw new NotFound('import.not_found', 'There is no such import.');
      }
      return record;
    },
    async byFingerprint(kind, fingerprint) {
      return (await imports.findOne({ kind, fingerprint }).lean<ImportRecord>()) ?? undefined;
    },
    async find(id, state) {
      return (await imports.findOne({ _id: id, ...state }).lean<ImportRecord>()) ?? undefined;
    },
    async change(id, state, changes) {
      const { matchedCount } = await imports.updateOne({ _id: id, ...state }, { $set: changes });
      return matchedCount === 1;
    },
    async remove(id) {
      await imports.deleteOne({ _id: id });
    },
    async list(page, { kind, unit, uploaderId }) {
      const match = {
        ...shown,
        ...(kind !== undefined && { kind }),
        ...(unit !== undefined && { unit }),
        ...(uploaderId !== undefined && { 'by.id': uploaderId }),
      };
      const total = await imports.countDocuments(match);
      const records = await imports
        .find(match)
        .sort({ _id: -1 })
        .skip(offsetOf(page))
        .limit(page.size)
        .select({ problems: 0, reasons: 0, initialPasswordHash: 0 })
        .lean<ImportRecord[]>();
      return pageOf(records, page, total);
    },
    async atWork() {
      return imports
        .find({ status: operator({ $in: ['checking' as const, 'running' as const] }) })
        .select({ organization: 1, movedAt: 1 })
        .lean<ImportRecord[]>();
    },
    async withRowsBefore(time) {
      return imports.find({ kept: true, uploadedAt: operator({ $lt: time }) }).lean<ImportRecord[]>();
    },

    async insertChunks(importId, pieces) {
      const records = pieces.map(({ number, rows }) => ({
        _id: newId(),
        import: importId,
        number,
        sealed: seal.sealRows(rows),
        rows: [],
        ignored: 0,
        tally: [],
        changed: 0,
      }));
      if (records.length > 0) await chunks.insertMany(records as unknown as ImportChunkRecord[], { lean: true });
    },
    async raw(importId, number) {
      const record = await chunks.findOne({ import: importId, number }).select({ sealed: 1 }).lean<ImportChunkRecord>();
      return record === null ? [] : seal.openRows(record.sealed);
    },
    async chunk(importId, number) {
      const record = await chunks.findOne({ import: importId, number }).select({ rows: 1 }).lean<ImportChunkRecord>();
      return record?.rows ?? [];
    },
    async replaceChunk(importId, number, rows, ignored) {
      const set = { rows: [...rows], ...tallyOf(rows), ...(ignored !== undefined && { ignored }) };
      await chunks.updateOne({ import: importId, number }, { $set: set });
    },
    async replaceRaw(importId, number, rows) {
      await chunks.updateOne({ import: importId, number }, { $set: { sealed: seal.sealRows(rows) } });
    },
    summaries: (importId) =>
      chunks
        .find({ import: importId })
        .sort({ number: 1 })
        .select({ number: 1, tally: 1, changed: 1, ignored: 1 })
        .lean<ImportChunkRecord[]>()
        .exec(),
    async removeChunks(importId) {
      await chunks.deleteMany({ import: importId });
    },
  };
}
