import type { Actor } from '../../kernel/actor.js';
import { actorReference } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import type { Unit } from '../../kernel/units.js';
import { isDuplicateKey, type Storage } from '../../platform/storage/index.js';
import type { Outbox } from '../../platform/outbox/index.js';
import { CHUNK_ROWS } from './import-chunk.model.js';
import type { ImportMode } from './import.js';
import type { ImportRecord } from './import.model.js';
import type { ImportStore } from './import.store.js';
import type { KindOfImport } from './kind-of-import.js';
import type { Mapping } from './mapping/mapping.js';
import { createRowReader } from './mapping/read-row.js';
import type { RawRow, Seal } from './sealed-text.js';
import { findReading, rowsOf, type Reading } from './table/survey-table.js';
import { knownColumns } from './table/table-shape.js';
import { unreadable } from './table/unreadable.js';

export interface UploadedTable {
  /** Of the file on this machine, read here and left where it is. */
  readonly path: string;
  /** As it was uploaded. */
  readonly name: string;
  readonly mode: ImportMode;
  /** True where the columns are to be mapped whatever they are called. */
  readonly mapColumns: boolean;
  readonly unit: Unit | null;
  readonly acknowledgeDuplicates: boolean;
}

interface ReceivingParts {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly store: ImportStore;
  readonly seal: Seal;
  /** The mapping that was saved for a header. */
  readonly savedMapping: (
    kind: KindOfImport,
    titles: readonly string[],
  ) => Promise<{ name: string; mapping: Mapping } | undefined>;
}

/** Chunks that are written at once while a file comes in. */
const CHUNKS_AT_ONCE = 10;
const MAX_NAME = 200;

/** A file's fingerprint as an import: the same content read in the same way for the same purpose. */
export function fingerprintOf(
  seal: Seal,
  content: string,
  mode: ImportMode,
  mapping: Mapping | null,
  purpose: readonly string[] = [],
): string {
  const print = seal.fingerprint();
  for (const part of [content, mode, mapping === null ? '' : JSON.stringify(mapping), ...purpose]) print.add(part);
  return print.digest();
}

/**
 * Takes in an uploaded file: its rows are kept, sealed, and nothing is judged yet. The file is read twice, a piece at a
 * time: once to see that it is a table at all and whether it is known, then to keep its rows.
 */
export function createReceiver(parts: ReceivingParts) {
  const { storage, outbox, clock, store, seal } = parts;

  /** How the file's columns are to be read: as ours, by a saved mapping, or as somebody still has to say. */
  async function wayOf(kind: KindOfImport, { header }: Reading, mapColumns: boolean) {
    if (!mapColumns && header.problem === undefined) return { status: 'checking', mapping: null, name: null } as const;
    if (!kind.mappable) throw unreadable(header.problem ?? 'The columns of this kind of file are fixed.');
    const saved = mapColumns ? undefined : await parts.savedMapping(kind, header.titles);
    if (saved !== undefined) return { status: 'checking', mapping: saved.mapping, name: saved.name } as const;
    if (mapColumns) return { status: 'mapping', mapping: null, name: null } as const;
    throw unreadable(`${header.problem ?? ''} If the file has columns of its own, tick that and say which is which.`);
  }

  /** Of the rows as they are read, so that order, case and form of the columns do not matter. */
  async function contentOf(
    kind: KindOfImport,
    reading: Reading,
    asOurs: boolean,
    mode: ImportMode,
  ): Promise<{ content: string; rows: number }> {
    const { titles } = reading.header;
    const print = seal.fingerprint();
    const known = knownColumns(kind.shape(mode)).toSorted();
    const read = createRowReader({ titles, known, dateColumns: [], mapping: null });
    const order = titles.map((_title, place) => place).toSorted((a, b) => compare(titles[a], titles[b]));
    for (const place of asOurs ? [] : order) print.add(titles[place] ?? '');
    let rows = 0;
    for await (const { cells } of rowsOf(reading)) {
      rows += 1;
      const values = asOurs ? read(cells).values : undefined;
      const texts =
        values === undefined ? order.map((place) => cells[place]?.trim()) : known.map((name) => values[name]);
      for (const text of texts) print.add((text ?? '').normalize('NFC'));
    }
    return { content: print.digest(), rows };
  }

  async function keepRows(importId: string, reading: Reading): Promise<void> {
    let waiting: { number: number; rows: RawRow[] }[] = [];
    let chunk: RawRow[] = [];
    let number = 0;
    const close = () => {
      if (chunk.length > 0) waiting.push({ number, rows: chunk });
      number += 1;
      chunk = [];
    };
    for await (const { line, cells } of rowsOf(reading)) {
      chunk.push({ line, id: newId(clock.now()), cells });
      if (chunk.length < CHUNK_ROWS) continue;
      close();
      if (waiting.length < CHUNKS_AT_ONCE) continue;
      await store.insertChunks(importId, waiting);
      waiting = [];
    }
    close();
    await store.insertChunks(importId, waiting);
  }

  /** @throws when somebody uploaded the same and was faster */
  async function open(actor: Actor, record: ImportRecord, fingerprint: string, status: 'checking' | 'mapping') {
    await storage.run(async () => {
      await store.change(record._id, { status: 'receiving' }, { status, fingerprint });
      await outbox.record(actor, {
        type: 'import.uploaded',
        subject: { type: 'import', id: record._id },
        data: { kind: record.kind, rows: record.rows },
      });
    });
  }

  /**
   * The import of this file: a new one, or the one that has the same content already.
   * @throws TooLarge; InvalidInput `import.unreadable` at `file`
   */
  return async function receive(
    actor: Actor,
    kind: KindOfImport,
    file: UploadedTable,
  ): Promise<{ record: ImportRecord; isNew: boolean }> {
    const { path, mode, mapColumns, unit, acknowledgeDuplicates } = file;
    const reading = await findReading(path, kind.shape(mode));
    const way = await wayOf(kind, reading, mapColumns);
    const asOurs = way.status === 'checking' && way.mapping === null;
    const { content, rows } = await contentOf(kind, reading, asOurs, mode);
    const mapping = way.status === 'mapping' ? null : way.mapping;
    const fingerprint = fingerprintOf(seal, content, mode, mapping, purposeOf(kind, unit, actor));
    const known = await store.byFingerprint(kind.kind, fingerprint);
    if (known !== undefined) return { record: known, isNew: false };

    const { titles, columns, unknown } = reading.header;
    const now = clock.now();
    const id = newId(now);
    const record: ImportRecord = {
      ...emptyRecord(actor, now),
      ...{ _id: id, kind: kind.kind, name: file.name.slice(0, MAX_NAME), mode, rows, content },
      ...{ unit, acknowledgeDuplicates, fingerprint: `receiving:${id}` },
      titles: [...titles],
      columns: asOurs ? [...columns] : [],
      unknownColumns: asOurs ? [...unknown] : [],
      mapping: way.mapping,
      mappingName: way.name,
      chunks: Math.ceil(rows / CHUNK_ROWS),
      steps: Math.ceil(rows / CHUNK_ROWS),
    };
    await store.insert(record);
    try {
      await keepRows(id, reading);
      await open(actor, record, fingerprint, way.status);
    } catch (error) {
      await store.removeChunks(id);
      await store.remove(id);
      const faster = isDuplicateKey(error) ? await store.byFingerprint(kind.kind, fingerprint) : undefined;
      if (faster === undefined) throw error;
      return { record: faster, isNew: false };
    }
    return { record: await store.byId(id), isNew: true };
  };
}

/** What tells two imports of the same content apart; people are the organization's, whoever uploads them. */
function purposeOf({ kind, actsForUploader }: KindOfImport, unit: Unit | null, actor: Actor): string[] {
  return actsForUploader ? [kind, unit ?? '', actorReference(actor).id ?? ''] : [];
}

function compare(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function emptyRecord(actor: Actor, now: Date) {
  return {
    organization: actor.organizationId,
    status: 'receiving' as const,
    ...{ ignored: 0, valid: 0, invalid: 0, creates: 0, updates: 0, unchanged: 0, created: 0, updated: 0 },
    problems: [],
    reasons: [],
    step: 0,
    run: '',
    kept: true,
    allOrNothing: false,
    initialPasswordHash: null,
    mustChangePassword: true,
    by: actorReference(actor),
    uploadedAt: now,
    movedAt: now,
    completedAt: null,
  };
}
