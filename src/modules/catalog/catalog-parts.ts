import type { Model } from 'mongoose';
import type { Clock } from '../../kernel/clock.js';
import { Conflict, NotFound } from '../../kernel/errors.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { CategoryRecord, CategoryVersionRecord } from './category.model.js';
import type { UsageOf } from './category-usage.js';

export interface CatalogDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** The organization of the request context; the organizations module fits. */
  readonly organizations: {
    today(): Promise<LocalDate>;
    current(): Promise<{ readonly lists: { readonly grades: readonly string[] } }>;
  };
  readonly usage: UsageOf;
}

/** What the parts of this module work with. */
export interface CatalogParts extends CatalogDependencies {
  readonly categories: Model<CategoryRecord>;
  readonly versions: Model<CategoryVersionRecord>;
}

/** @throws NotFound `category.not_found` */
export async function loadCategory({ categories }: CatalogParts, code: string): Promise<CategoryRecord> {
  const record = await categories.findOne({ code }).lean<CategoryRecord>();
  if (record === null) throw new NotFound('category.not_found', 'There is no such category.');
  return record;
}

/** Somebody who changed the category since it was read wins; the caller looks again. */
export async function replaceCategory(
  { categories }: CatalogParts,
  before: CategoryRecord,
  changes: Partial<CategoryRecord>,
): Promise<void> {
  const { matchedCount } = await categories.updateOne(
    { code: before.code, revision: before.revision ?? null },
    { $set: { ...changes, revision: (before.revision ?? 0) + 1 } },
  );
  if (matchedCount === 0) throw changedMeanwhile(before.name);
}

export function changedMeanwhile(name: string): Conflict {
  return new Conflict('category.changed_meanwhile', `${name} was changed meanwhile. Look at it again.`);
}
