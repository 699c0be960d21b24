import type { Clock } from '../../kernel/clock.js';
import { Conflict, NotFound, ruleBroken } from '../../kernel/errors.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { CatalogModule } from './catalog.module.js';
import type { Category } from './category.js';
import {
  categorySchema,
  categoryVersionSchema,
  termsOf,
  toCategory,
  type CategoryRecord,
  type CategoryVersionRecord,
} from './category.model.js';
import { assertMayEditCatalogue } from './category.policy.js';
import { installStartingCatalogue } from './install-starting-catalogue.js';
import { changedTerms } from './changed-terms.js';

export interface CatalogDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
}

export function createCatalog({ storage, outbox, clock }: CatalogDependencies): CatalogModule {
  const categories = storage.tenantModel<CategoryRecord>('Category', categorySchema.clone());
  const versions = storage.tenantModel<CategoryVersionRecord>('CategoryVersion', categoryVersionSchema.clone());

  async function find(code: string): Promise<Category | undefined> {
    const record = await categories.findOne({ code }).lean<CategoryRecord>();
    return record === null ? undefined : toCategory(record);
  }

  async function byCode(code: string): Promise<Category> {
    const category = await find(code);
    if (category === undefined) throw new NotFound('category.not_found', 'There is no such category.');
    return category;
  }

  /** Somebody who changed the category since it was read wins; the caller looks again. */
  async function replace(before: Category, changes: Partial<CategoryRecord>): Promise<void> {
    const { matchedCount } = await categories.updateOne(
      { code: before.code, version: before.version, status: before.status },
      { $set: changes },
    );
    if (matchedCount === 0) {
      throw new Conflict('category.changed_meanwhile', `${before.name} was changed meanwhile. Look at it again.`);
    }
  }

  return {
    find,
    byCode,
    async list(filter = {}) {
      const { kind, ...plain } = filter;
      const records = await categories
        .find({ ...plain, ...(kind !== undefined && { kinds: kind }) })
        .sort({ unit: 1, name: 1 })
        .lean<CategoryRecord[]>();
      return records.map(toCategory);
    },
    async atVersion(code, version) {
      const current = await byCode(code);
      const record = await versions.findOne({ code, version }).lean<CategoryVersionRecord>();
      if (record === null) throw new NotFound('category.not_found', 'There is no such version of the category.');
      return { ...current, ...termsOf(record), version };
    },
    async create(actor, input) {
      assertMayEditCatalogue(actor);
      return storage.run(async () => {
        if ((await find(input.code)) !== undefined) {
          throw ruleBroken('category.code_taken', 'code', `There is a category ${input.code} already.`);
        }
        const record = { code: input.code, ...termsOf(input), version: 1 };
        const [created] = await categories.insertMany([{ ...record, status: 'active' }]);
        await versions.insertMany([{ ...record, since: clock.now() }]);
        const category = toCategory(created as unknown as CategoryRecord);
        await outbox.record(actor, {
          type: 'category.created',
          subject: { type: 'category', id: category.id },
          data: { code: category.code },
          after: { ...termsOf(category) },
        });
        return category;
      });
    },
    async revise(actor, code, changes) {
      assertMayEditCatalogue(actor);
      return storage.run(async () => {
        const before = await byCode(code);
        const after = {
          ...before,
          ...changes,
          id: before.id,
          code,
          status: before.status,
          version: before.version + 1,
        };
        const changed = changedTerms(before, after);
        if (changed === undefined) return before;
        await replace(before, { ...termsOf(after), version: after.version });
        await versions.insertMany([{ code, ...termsOf(after), version: after.version, since: clock.now() }]);
        await outbox.record(actor, {
          type: 'category.revised',
          subject: { type: 'category', id: before.id },
          data: { code, version: after.version },
          ...changed,
        });
        return after;
      });
    },
    async setStatus(actor, code, status) {
      assertMayEditCatalogue(actor);
      return storage.run(async () => {
        const before = await byCode(code);
        if (before.status === status) return before;
        await replace(before, { status });
        await outbox.record(actor, {
          type: 'category.status_changed',
          subject: { type: 'category', id: before.id },
          data: { code, status },
          before: { status: before.status },
          after: { status },
        });
        return { ...before, status };
      });
    },
    async installStartingCatalogue(actor) {
      assertMayEditCatalogue(actor);
      return installStartingCatalogue({ storage, outbox, clock, categories, versions }, actor);
    },
  };
}
