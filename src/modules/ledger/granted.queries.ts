import type { Model } from 'mongoose';
import { offsetOf, pageOf, type Page, type PageRequest } from '../../kernel/paging.js';
import type { QuarterKey } from '../../kernel/period.js';
import type { Unit } from '../../kernel/units.js';
import { operator } from '../../platform/storage/index.js';
import type { Entry } from './entry.js';
import { toEntry, type EntryRecord } from './entry.model.js';

/** Which awards are meant; everything that is given must hold. */
export interface GrantedFilter {
  readonly unit: Unit;
  /** Id of who granted them. */
  readonly byId?: string | undefined;
  readonly personIds?: readonly string[] | undefined;
  readonly categoryCode?: string | undefined;
  readonly quarter?: QuarterKey | undefined;
}

/** What was granted without a request, in the order in which it was granted, newest first. */
export async function grantedBy(
  entries: Model<EntryRecord>,
  { unit, byId, personIds, categoryCode, quarter }: GrantedFilter,
  page: PageRequest,
): Promise<Page<Entry>> {
  const match = {
    unit,
    kind: 'award' as const,
    ...(byId !== undefined && { 'by.id': byId }),
    ...(personIds !== undefined && { person: operator({ $in: [...personIds] }) }),
    ...(categoryCode !== undefined && { categoryCode }),
    ...(quarter !== undefined && { quarter }),
  };
  const total = await entries.countDocuments(match);
  const records = await entries
    .find(match)
    .sort({ at: -1, _id: -1 })
    .skip(offsetOf(page))
    .limit(page.size)
    .lean<EntryRecord[]>();
  return pageOf(records.map(toEntry), page, total);
}
