import { offsetOf, pageOf, type Page, type PageRequest } from '../../kernel/paging.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { operator } from '../../platform/storage/index.js';
import { loadCategory, type CatalogParts } from './catalog-parts.js';
import {
  datedTermsOf,
  scheduledOf,
  termsOf,
  type CategoryRecord,
  type CategoryVersionRecord,
} from './category.model.js';
import { effectiveOn, type CategoryVersion } from './category-version.js';
import { termChanges } from './changed-terms.js';

/** Versions newest first, each compared with the one it was made from. */
export async function versionsOf(parts: CatalogParts, code: string, page: PageRequest): Promise<Page<CategoryVersion>> {
  const category = await loadCategory(parts, code);
  const today = await parts.organizations.today();
  const total = await parts.versions.countDocuments({ code });
  const records = await parts.versions
    .find({ code })
    .sort({ version: -1 })
    .skip(offsetOf(page))
    .limit(page.size)
    .lean<CategoryVersionRecord[]>();
  const origins = records.flatMap((record) => originOf(record) ?? []);
  const earlier = await parts.versions
    .find({ code, version: operator({ $in: origins }) })
    .lean<CategoryVersionRecord[]>();
  const byVersion = new Map(earlier.map((record) => [record.version, record]));
  return pageOf(
    records.map((record) => {
      const origin = byVersion.get(originOf(record) ?? 0);
      return {
        version: record.version,
        terms: termsOf(record),
        effectiveFrom: effectiveFromOf(record),
        madeAt: record.since,
        madeBy: record.by ?? null,
        state: stateOf(category, record, today),
        changes: origin === undefined ? [] : termChanges(origin, record),
      };
    }),
    page,
    total,
  );
}

/** Versions without a note were made from the one before. */
function originOf({ madeFrom, version }: CategoryVersionRecord): number | undefined {
  if (version === 1) return undefined;
  return madeFrom ?? version - 1;
}

function effectiveFromOf(record: CategoryVersionRecord): LocalDate {
  return record.effectiveFrom ?? record.since.toISOString().slice(0, 10);
}

function stateOf(category: CategoryRecord, record: CategoryVersionRecord, today: LocalDate): CategoryVersion['state'] {
  const { now, later } = effectiveOn(datedTermsOf(category), scheduledOf(category), today);
  if (record.withdrawn === true) return 'withdrawn';
  if (record.version === now.version) return 'current';
  if (later.some(({ version }) => version === record.version)) return 'scheduled';
  return effectiveFromOf(record) > today ? 'replaced' : 'past';
}
