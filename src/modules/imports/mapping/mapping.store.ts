import { createHash } from 'node:crypto';
import type { Actor } from '../../../kernel/actor.js';
import { actorReference } from '../../../kernel/actor.js';
import type { Clock } from '../../../kernel/clock.js';
import { NotFound, ruleBroken } from '../../../kernel/errors.js';
import { isId, newId } from '../../../kernel/ids.js';
import type { Outbox } from '../../../platform/outbox/index.js';
import { isDuplicateKey, type Storage } from '../../../platform/storage/index.js';
import type { Mapping, SavedMapping } from './mapping.js';
import { mappingSchema, toSavedMapping, type MappingRecord } from './mapping.model.js';

type Kind = SavedMapping['kind'];

/** Mappings that an organization keeps for the next file. */
export interface MappingStore {
  /** Replaces the one of the same name. */
  save(actor: Actor, kind: Kind, name: string, titles: readonly string[], mapping: Mapping): Promise<SavedMapping>;
  /** @throws NotFound; RuleBroken `mapping.name_taken` at `name` */
  change(actor: Actor, id: string, name: string, mapping: Mapping): Promise<SavedMapping>;
  /** @throws NotFound */
  remove(actor: Actor, id: string): Promise<void>;
  /** @throws NotFound */
  byId(id: string): Promise<SavedMapping>;
  /** The latest for files with these columns. */
  forHeader(kind: Kind, titles: readonly string[]): Promise<SavedMapping | undefined>;
  /** By name. */
  list(kind: Kind): Promise<SavedMapping[]>;
}

interface MappingStoreParts {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
}

/** An organization has a handful; more would be a mistake. */
const MAX_LISTED = 200;

export function createMappingStore({ storage, outbox, clock }: MappingStoreParts): MappingStore {
  const mappings = storage.tenantModel<MappingRecord>('ImportMapping', mappingSchema.clone());

  async function byId(id: string): Promise<MappingRecord> {
    const record = isId(id) ? await mappings.findOne({ _id: id }).lean<MappingRecord>() : null;
    if (record === null) throw new NotFound('mapping.not_found', 'There is no such mapping.');
    return record;
  }

  async function tell(
    actor: Actor,
    type: 'import.mapping_saved' | 'import.mapping_deleted',
    record: MappingRecord,
    before?: MappingRecord,
  ) {
    const state = ({ name, mapping }: MappingRecord) => ({ name, mapping });
    await outbox.record(actor, {
      type,
      subject: { type: 'import_mapping', id: record._id },
      data: { name: record.name },
      ...(before !== undefined && { before: state(before) }),
      ...(type === 'import.mapping_saved' && { after: state(record) }),
    });
  }

  async function save(actor: Actor, kind: Kind, name: string, titles: readonly string[], mapping: Mapping) {
    const known = await mappings.findOne({ kind, nameKey: name.toLowerCase() }).lean<MappingRecord>();
    const now = clock.now();
    const record: MappingRecord = {
      ...{ _id: known?._id ?? newId(now), organization: actor.organizationId, kind, name, mapping },
      nameKey: name.toLowerCase(),
      titles: [...titles],
      header: headerOf(titles),
      by: actorReference(actor),
      savedAt: now,
    };
    if (known === null) await mappings.insertMany([record], { lean: true });
    else await mappings.updateOne({ _id: known._id }, { $set: changesOf(record) });
    await tell(actor, 'import.mapping_saved', record, known ?? undefined);
    return toSavedMapping(record);
  }

  async function change(actor: Actor, id: string, name: string, mapping: Mapping) {
    const known = await byId(id);
    const nameKey = name.toLowerCase();
    const record = { ...known, name, nameKey, mapping, by: actorReference(actor), savedAt: clock.now() };
    try {
      await mappings.updateOne({ _id: id }, { $set: changesOf(record) });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      throw ruleBroken('mapping.name_taken', 'name', 'Another mapping has this name. Choose a different one.');
    }
    await tell(actor, 'import.mapping_saved', record, known);
    return toSavedMapping(record);
  }

  return {
    save: (...input) => storage.run(() => save(...input)),
    change: (...input) => storage.run(() => change(...input)),
    remove: (actor, id) =>
      storage.run(async () => {
        const known = await byId(id);
        await mappings.deleteOne({ _id: id });
        await tell(actor, 'import.mapping_deleted', known, known);
      }),
    byId: async (id) => toSavedMapping(await byId(id)),
    async forHeader(kind, titles) {
      const record = await mappings
        .findOne({ kind, header: headerOf(titles) })
        .sort({ savedAt: -1 })
        .lean<MappingRecord>();
      return record === null ? undefined : toSavedMapping(record);
    },
    async list(kind) {
      const records = await mappings.find({ kind }).sort({ nameKey: 1 }).limit(MAX_LISTED).lean<MappingRecord[]>();
      return records.map(toSavedMapping);
    },
  };
}

function changesOf({ name, nameKey, titles, header, mapping, by, savedAt }: MappingRecord): Partial<MappingRecord> {
  return { name, nameKey, titles, header, mapping, by, savedAt };
}

function headerOf(titles: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify(titles.map((title) => title.toLowerCase()).toSorted()))
    .digest('hex');
}
