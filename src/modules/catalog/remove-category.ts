import type { Actor } from '../../kernel/actor.js';
import { Conflict } from '../../kernel/errors.js';
import { loadCategory, changedMeanwhile, type CatalogParts } from './catalog-parts.js';
import { termsOf } from './category.model.js';
import { isComputed } from './category.policy.js';
import { timesUsed, UNUSED } from './category-usage.js';

/**
 * Deletes a category that was never used, with its versions. A claim marks the category in its own transaction
 * (`markUsed`), so of a deletion and the first claim at once one has to start again. Inside the caller's transaction.
 */
export async function removeCategory(parts: CatalogParts, actor: Actor, code: string): Promise<void> {
  const record = await loadCategory(parts, code);
  if (isComputed(code)) {
    throw new Conflict('category.computed', `${record.name} is needed by the product itself and stays.`);
  }
  const times = timesUsed((await parts.usage([code])).get(code) ?? UNUSED);
  if (times > 0 || record.used === true) throw inUse(record.name, times);
  const { deletedCount } = await parts.categories.deleteOne({ code, revision: record.revision ?? null });
  if (deletedCount === 0) throw changedMeanwhile(record.name);
  await parts.versions.deleteMany({ code });
  await parts.outbox.record(actor, {
    type: 'category.deleted',
    subject: { type: 'category', id: record._id },
    data: { code, name: record.name },
    before: { code, ...termsOf(record), status: record.status },
    after: {},
  });
}

function inUse(name: string, times: number): Conflict {
  const how = times === 1 ? 'used once' : `used ${Math.max(times, 1)} times`;
  return new Conflict('category.in_use', `${name} was ${how} and cannot be deleted. Make it inactive instead.`);
}
