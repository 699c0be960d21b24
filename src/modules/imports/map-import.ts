import type { Actor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { Conflict, InvalidInput, NotFound, RuleBroken } from '../../kernel/errors.js';
import { isDuplicateKey, type Storage } from '../../platform/storage/index.js';
import type { ImportRecord } from './import.model.js';
import type { ImportStore } from './import.store.js';
import type { KindOfImport } from './kind-of-import.js';
import { mappingProblems, tidied } from './mapping/mapping-problems.js';
import { mappingSheet, type MappingSheet } from './mapping/mapping-sheet.js';
import type { Mapping, SavedMapping } from './mapping/mapping.js';
import type { MappingStore } from './mapping/mapping.store.js';
import { fingerprintOf } from './receive-file.js';
import type { Seal } from './sealed-text.js';
import { knownColumns } from './table/table-shape.js';

export interface MappingParts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly store: ImportStore;
  readonly mappings: MappingStore;
  readonly seal: Seal;
  readonly kindOf: (name: ImportRecord['kind']) => KindOfImport;
  /** Our columns in the order in which people see them. */
  readonly columnOrder: readonly string[];
}

/** Saying which columns of a file are which. */
export interface ImportMapping {
  sheet(id: string): Promise<MappingSheet>;
  map(id: string, mapping: Mapping): Promise<ImportRecord>;
  /** The import that is to be checked now; another one where the same was mapped alike before. */
  close(id: string): Promise<ImportRecord>;
  save(actor: Actor, importId: string, name: string): Promise<SavedMapping>;
  change(actor: Actor, id: string, name: string, mapping: Mapping): Promise<SavedMapping>;
}

export function createImportMapping(parts: MappingParts): ImportMapping {
  const { storage, clock, store, mappings, seal, kindOf, columnOrder } = parts;

  async function mappable(id: string): Promise<ImportRecord> {
    const record = await store.byId(id);
    const open = record.status === 'mapping' || (record.status === 'checked' && record.mapping !== null);
    if (open && record.kept) return record;
    throw new Conflict('import.not_mappable', 'The columns of this import cannot be changed any more.');
  }

  function assertFits(
    mapping: Mapping,
    kind: KindOfImport,
    titles: readonly string[],
    mode: ImportRecord['mode'],
  ): void {
    const { rowColumns, secretColumns } = kind;
    const problems = mappingProblems(mapping, {
      ...{ titles, rowColumns, secretColumns },
      known: knownColumns(kind.shape(mode)),
    });
    if (problems.length > 0) throw new InvalidInput(problems);
  }

  async function close(id: string): Promise<ImportRecord> {
    const record = await mappable(id);
    const { mapping, mode, content, status } = record;
    const shape = kindOf(record.kind).shape(mode);
    const missing = shape.required.filter((column) => mapping?.fields[column] === undefined);
    const hasOne = shape.oneOf.length === 0 || shape.oneOf.some((column) => mapping?.fields[column] !== undefined);
    const wanted = hasOne ? missing : [...missing, ...shape.oneOf];
    if (mapping === null || wanted.length > 0) {
      const message = 'Say where this column comes from.';
      throw new RuleBroken('import.not_mapped', 'Some columns come from nowhere yet.', {
        errors: wanted.map((column) => ({ path: `fields.${column}`, message })),
      });
    }
    const fingerprint = fingerprintOf(seal, content, mode, mapping);
    const changes = { status: 'checking' as const, fingerprint, step: 0, steps: record.chunks, movedAt: clock.now() };
    try {
      await store.change(id, { status }, changes);
      return await store.byId(id);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const known = await store.byFingerprint(record.kind, fingerprint);
      if (known === undefined) throw new NotFound('import.not_found', 'There is no such import.');
      await storage.run(async () => {
        await store.removeChunks(id);
        await store.remove(id);
      });
      return known;
    }
  }

  return {
    close,
    async sheet(id) {
      const record = await mappable(id);
      return mappingSheet(store, kindOf(record.kind), record, columnOrder);
    },
    async map(id, mapping) {
      const record = await mappable(id);
      const kind = kindOf(record.kind);
      assertFits(mapping, kind, record.titles, record.mode);
      const changes = {
        status: 'mapping' as const,
        mapping: tidied(mapping, knownColumns(kind.shape(record.mode))),
        mappingName: null,
        movedAt: clock.now(),
        ...(record.status === 'checked' && { fingerprint: `mapping:${id}` }),
      };
      if (!(await store.change(id, { status: record.status }, changes))) await mappable(id);
      return store.byId(id);
    },
    async save(actor, importId, name) {
      const record = await store.byId(importId);
      if (record.mapping === null) {
        throw new RuleBroken('import.not_mapped', 'Say first which columns are which; then the mapping can be saved.');
      }
      return storage.run(async () => {
        const saved = await mappings.save(actor, record.kind, name, record.titles, record.mapping as Mapping);
        await store.change(importId, {}, { mappingName: saved.name });
        return saved;
      });
    },
    async change(actor, id, name, mapping) {
      const saved = await mappings.byId(id);
      const kind = kindOf(saved.kind);
      // A mapping serves every mode; `both` knows all columns.
      assertFits(mapping, kind, saved.titles, 'both');
      return mappings.change(actor, id, name, tidied(mapping, knownColumns(kind.shape('create'))));
    },
  };
}
