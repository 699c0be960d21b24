import { actorReference } from '../../kernel/actor.js';
import { Conflict, NotFound, ruleBroken } from '../../kernel/errors.js';
import { currentContext } from '../../platform/request-context.js';
import { loadCategory, replaceCategory, type CatalogDependencies, type CatalogParts } from './catalog-parts.js';
import type { CatalogModule } from './catalog.module.js';
import type { Category } from './category.js';
import {
  categorySchema,
  categoryVersionSchema,
  datedTermsOf,
  scheduledOf,
  termsOf,
  toCategory,
  type CategoryRecord,
  type CategoryVersionRecord,
} from './category.model.js';
import { assertMayEditCatalogue, assertTerms } from './category.policy.js';
import { previewOf } from './category-preview.js';
import { UNUSED } from './category-usage.js';
import { effectiveOn } from './category-version.js';
import { versionsOf } from './category-versions.js';
import { installStartingCatalogue } from './install-starting-catalogue.js';
import { removeCategory } from './remove-category.js';
import { reviseCategory, withdrawVersion } from './revise-category.js';

export type { CatalogDependencies } from './catalog-parts.js';

export function createCatalog(deps: CatalogDependencies): CatalogModule {
  const { storage, outbox, clock, organizations } = deps;
  const categories = storage.tenantModel<CategoryRecord>('Category', categorySchema.clone());
  const versions = storage.tenantModel<CategoryVersionRecord>('CategoryVersion', categoryVersionSchema.clone());
  const parts: CatalogParts = { ...deps, categories, versions };
  /** Organization and code of categories that are known to be used; what is used once stays so. */
  const used = new Set<string>();

  async function find(code: string): Promise<Category | undefined> {
    const record = await categories.findOne({ code }).lean<CategoryRecord>();
    return record === null ? undefined : toCategory(record, await organizations.today());
  }

  return {
    find,
    async byCode(code) {
      return toCategory(await loadCategory(parts, code), await organizations.today());
    },
    async list({ status, unit, kind } = {}) {
      const records = await categories
        .find(status === undefined ? {} : { status })
        .sort({ unit: 1, name: 1 })
        .lean<CategoryRecord[]>();
      const today = await organizations.today();
      return records
        .map((record) => toCategory(record, today))
        .filter((one) => (unit === undefined || one.unit === unit) && (kind === undefined || one.kinds.includes(kind)))
        .sort((one, other) =>
          one.unit === other.unit ? compare(one.name, other.name) : compare(one.unit, other.unit),
        );
    },
    async atVersion(code, version) {
      const current = await loadCategory(parts, code);
      const record = await versions.findOne({ code, version }).lean<CategoryVersionRecord>();
      if (record === null) throw new NotFound('category.not_found', 'There is no such version of the category.');
      return { id: current._id, code, ...termsOf(record), status: current.status, version };
    },
    async detail(code) {
      const record = await loadCategory(parts, code);
      const today = await organizations.today();
      return {
        category: toCategory(record, today),
        revision: record.revision ?? 0,
        scheduled: effectiveOn(datedTermsOf(record), scheduledOf(record), today).later,
      };
    },
    versions: (code, page) => versionsOf(parts, code, page),
    async preview(terms, of) {
      const { grades } = (await organizations.current()).lists;
      assertTerms(of?.code ?? '', terms, terms, grades);
      if (of === undefined) return previewOf(terms, undefined, grades);
      const before = toCategory(await loadCategory(parts, of.code), of.on ?? (await organizations.today()));
      return previewOf(terms, before, grades);
    },
    async usage(codes) {
      const known = await deps.usage(codes);
      return new Map(codes.map((code) => [code, known.get(code) ?? UNUSED]));
    },
    async create(actor, input) {
      assertMayEditCatalogue(actor);
      return storage.run(async () => {
        if ((await categories.countDocuments({ code: input.code })) > 0) {
          throw ruleBroken('category.code_taken', 'code', `There is a category ${input.code} already.`);
        }
        const terms = termsOf(input);
        assertTerms(input.code, terms, terms, (await organizations.current()).lists.grades);
        const today = await organizations.today();
        const record = { code: input.code, ...terms, version: 1, effectiveFrom: today };
        const [created] = await categories.insertMany([{ ...record, status: 'active' }]);
        await versions.insertMany([{ ...record, since: clock.now(), by: actorReference(actor) }]);
        const category = toCategory(created as unknown as CategoryRecord, today);
        await outbox.record(actor, {
          type: 'category.created',
          subject: { type: 'category', id: category.id },
          data: { code: category.code },
          after: { ...termsOf(category) },
        });
        return category;
      });
    },
    async revise(actor, code, changes, options = {}) {
      assertMayEditCatalogue(actor);
      return storage.run(() => reviseCategory(parts, actor, code, changes, options));
    },
    async withdrawVersion(actor, code, version) {
      assertMayEditCatalogue(actor);
      await storage.run(() => withdrawVersion(parts, actor, code, version));
    },
    async setStatus(actor, code, status) {
      assertMayEditCatalogue(actor);
      return storage.run(async () => {
        const record = await loadCategory(parts, code);
        const before = toCategory(record, await organizations.today());
        if (before.status === status) return before;
        if (before.kinds.includes('system')) {
          throw new Conflict('category.computed', `${before.name} is needed by the product itself and stays active.`);
        }
        await replaceCategory(parts, record, { status });
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
    async remove(actor, code) {
      assertMayEditCatalogue(actor);
      await storage.run(() => removeCategory(parts, actor, code));
    },
    async markUsed(code) {
      const key = `${currentContext()?.organizationId ?? ''} ${code}`;
      if (used.has(key)) return;
      await categories.updateOne({ code, used: null }, { $set: { used: true } });
      storage.afterCommit(() => used.add(key));
    },
    async installStartingCatalogue(actor) {
      assertMayEditCatalogue(actor);
      return installStartingCatalogue({ storage, outbox, clock, categories, versions }, actor);
    },
  };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
