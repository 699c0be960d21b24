import type { Model } from 'mongoose';
import type { Actor } from '../../kernel/actor.js';
import { actorReference } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { NotFound } from '../../kernel/errors.js';
import { isId, newId } from '../../kernel/ids.js';
import { isDuplicateKey, type Storage } from '../../platform/storage/index.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { CheckedFile, CheckedRow } from './check-people-file.js';
import { CHUNK_ROWS, importChunkSchema, type ImportChunkRecord, type KeptRow } from './import-chunk.model.js';
import { importSchema, type ImportRecord } from './import.model.js';
import { LISTED_PROBLEMS } from './import.js';
import type { Seal } from './sealed-text.js';

export interface ImportStore {
  /** Keeps a checked file, or finds the import that has the same content already. */
  keep(actor: Actor, name: string, file: CheckedFile): Promise<ImportRecord>;
  /** @throws NotFound */
  byId(id: string): Promise<ImportRecord>;
  /** The import in the given state; undefined when somebody changed it meanwhile. */
  find(id: string, state: Partial<Pick<ImportRecord, 'status' | 'step'>>): Promise<ImportRecord | undefined>;
  /** Compare and set; false when the import is in another state. */
  change(
    id: string,
    state: Partial<Pick<ImportRecord, 'status' | 'step'>>,
    changes: Partial<ImportRecord>,
  ): Promise<boolean>;
  /** The newest first. */
  recent(limit: number): Promise<ImportRecord[]>;
  /** Ids and organizations of everything confirmed and not complete; for a context that may look across organizations. */
  running(): Promise<{ id: string; organizationId: string }[]>;
  chunk(importId: string, number: number): Promise<KeptRow[]>;
  replaceChunk(importId: string, number: number, rows: readonly KeptRow[]): Promise<void>;
}

export interface ImportStoreParts {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly seal: Seal;
}

export function createImportStore({ storage, outbox, clock, seal }: ImportStoreParts): ImportStore {
  const imports: Model<ImportRecord> = storage.tenantModel<ImportRecord>('Import', importSchema.clone());
  const chunks: Model<ImportChunkRecord> = storage.tenantModel<ImportChunkRecord>(
    'ImportChunk',
    importChunkSchema.clone(),
  );

  function keptRow({ values, problems, ...row }: CheckedRow): KeptRow {
    const password = values['password'] ?? '';
    return {
      ...row,
      values: password === '' ? { ...values } : { ...values, password: seal.seal(password) },
      problems: [...problems],
      created: false,
    };
  }

  async function insertChunks(importId: string, file: CheckedFile): Promise<void> {
    const rows = file.rows.map(keptRow);
    const records = Array.from({ length: Math.ceil(rows.length / CHUNK_ROWS) }, (_, number) => ({
      _id: newId(),
      import: importId,
      number,
      rows: rows.slice(number * CHUNK_ROWS, (number + 1) * CHUNK_ROWS),
    }));
    await chunks.insertMany(records as ImportChunkRecord[], { lean: true });
  }

  async function insert(actor: Actor, name: string, file: CheckedFile): Promise<ImportRecord> {
    const now = clock.now();
    const record: ImportRecord = {
      _id: newId(now),
      organization: actor.organizationId,
      kind: 'people',
      fingerprint: file.fingerprint,
      status: 'checked',
      created: 0,
      step: 0,
      allOrNothing: false,
      initialPasswordHash: null,
      mustChangePassword: true,
      completedAt: null,
      ...describe(actor, name, file, now),
    };
    await imports.insertMany([record], { lean: true });
    await insertChunks(record._id, file);
    await outbox.record(actor, {
      type: 'import.uploaded',
      subject: { type: 'import', id: record._id },
      data: { kind: record.kind, rows: record.rows },
    });
    return record;
  }

  /** What waits for confirmation is checked against the people of today; the rest stays as it is. */
  async function renew(actor: Actor, name: string, file: CheckedFile, known: ImportRecord): Promise<ImportRecord> {
    if (known.status !== 'checked') return known;
    const fresh = describe(actor, name, file, clock.now());
    const { matchedCount } = await imports.updateOne({ _id: known._id, status: 'checked' }, { $set: fresh });
    if (matchedCount === 0) return byId(known._id);
    await chunks.deleteMany({ import: known._id });
    await insertChunks(known._id, file);
    return { ...known, ...fresh };
  }

  async function insertOrRenew(actor: Actor, name: string, file: CheckedFile): Promise<ImportRecord> {
    const known = await imports.findOne({ kind: 'people', fingerprint: file.fingerprint }).lean<ImportRecord>();
    return known === null ? insert(actor, name, file) : renew(actor, name, file, known);
  }

  async function byId(id: string): Promise<ImportRecord> {
    const record = isId(id) ? await imports.findOne({ _id: id }).lean<ImportRecord>() : null;
    if (record === null) throw new NotFound('import.not_found', 'There is no such import.');
    return record;
  }

  return {
    byId,
    async keep(actor, name, file) {
      try {
        return await storage.run(() => insertOrRenew(actor, name, file));
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        // Somebody uploaded the same at the same moment and was faster; now it is there.
        return storage.run(() => insertOrRenew(actor, name, file));
      }
    },
    async find(id, state) {
      return (await imports.findOne({ _id: id, ...state }).lean<ImportRecord>()) ?? undefined;
    },
    async change(id, state, changes) {
      const { matchedCount } = await imports.updateOne({ _id: id, ...state }, { $set: changes });
      return matchedCount === 1;
    },
    recent: (limit) => imports.find({}).sort({ _id: -1 }).limit(limit).lean<ImportRecord[]>().exec(),
    async running() {
      const records = await imports.find({ status: 'running' }).select({ organization: 1 }).lean<ImportRecord[]>();
      return records.map(({ _id, organization }) => ({ id: _id, organizationId: organization }));
    },
    async chunk(importId, number) {
      const record = await chunks.findOne({ import: importId, number }).lean<ImportChunkRecord>();
      return record?.rows ?? [];
    },
    async replaceChunk(importId, number, rows) {
      await chunks.updateOne({ import: importId, number }, { $set: { rows: [...rows] } });
    },
  };
}

function describe(actor: Actor, name: string, file: CheckedFile, uploadedAt: Date) {
  const invalid = file.rows.filter(({ problems }) => problems.length > 0);
  return {
    name,
    rows: file.rows.length,
    valid: file.rows.length - invalid.length,
    invalid: invalid.length,
    problems: invalid
      .flatMap(({ line, problems }) => problems.map((problem) => ({ line, ...problem })))
      .slice(0, LISTED_PROBLEMS),
    columns: [...file.columns],
    unknownColumns: [...file.unknownColumns],
    chunks: Math.ceil(file.rows.length / CHUNK_ROWS),
    by: actorReference(actor),
    uploadedAt,
  };
}
