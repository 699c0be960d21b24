import { actorReference, type Actor } from '../../kernel/actor.js';
import { Conflict, ruleBroken } from '../../kernel/errors.js';
import { addDays, type LocalDate } from '../../kernel/local-date.js';
import { changedMeanwhile, loadCategory, replaceCategory, type CatalogParts } from './catalog-parts.js';
import type { RevisionOptions } from './catalog.module.js';
import type { Category, CategoryTerms } from './category.js';
import { datedTermsOf, scheduledOf, termsOf, toCategory, type CategoryRecord } from './category.model.js';
import { assertEditable, assertTerms } from './category.policy.js';
import { effectiveOn, plan, type DatedTerms } from './category-version.js';
import { changedTerms } from './changed-terms.js';

/** Nobody plans values further ahead. */
const MAX_DAYS_AHEAD = 731;
const MAX_SCHEDULED = 12;

/** Makes a version of a category that applies from a day on. Inside the caller's transaction. */
export async function reviseCategory(
  parts: CatalogParts,
  actor: Actor,
  code: string,
  changes: Partial<CategoryTerms>,
  options: RevisionOptions,
): Promise<Category> {
  const record = await loadCategory(parts, code);
  if (options.revision !== undefined && options.revision !== (record.revision ?? 0))
    throw changedMeanwhile(record.name);
  const today = await parts.organizations.today();
  const effectiveFrom = assertEffectiveDate(options.effectiveFrom ?? today, today);
  const { now: before } = effectiveOn(datedTermsOf(record), scheduledOf(record), effectiveFrom);
  const after: DatedTerms = {
    ...termsOf({ ...before, ...changes }),
    version: (record.latestVersion ?? record.version) + 1,
    effectiveFrom,
  };
  const changed = changedTerms(before, after);
  if (changed === undefined) return toCategory(record, effectiveFrom);
  assertEditable(code, Object.keys(changed.after));
  assertTerms(code, changes, after, (await parts.organizations.current()).lists.grades);
  await replaceCategory(parts, record, placed(record, after, today));
  await parts.versions.insertMany([
    { ...after, code, since: parts.clock.now(), by: actorReference(actor), madeFrom: before.version },
  ]);
  await parts.outbox.record(actor, {
    type: 'category.revised',
    subject: { type: 'category', id: record._id },
    data: { code, version: after.version, effectiveFrom },
    ...changed,
  });
  return { id: record._id, code, ...termsOf(after), status: record.status, version: after.version };
}

/** Where the new version goes: in place of what applies today, or among those that apply later. */
function placed(record: CategoryRecord, added: DatedTerms, today: LocalDate): Partial<CategoryRecord> {
  const { now, later } = effectiveOn(datedTermsOf(record), scheduledOf(record), today);
  const base = added.effectiveFrom <= today ? added : now;
  const scheduled = added.effectiveFrom <= today ? [...later] : plan(later, added);
  if (scheduled.length > MAX_SCHEDULED) {
    throw new Conflict(
      'category.too_many_scheduled',
      `${MAX_SCHEDULED} versions wait for their day already. Withdraw one of them first.`,
    );
  }
  return {
    ...termsOf(base),
    version: base.version,
    effectiveFrom: base.effectiveFrom,
    scheduled,
    latestVersion: added.version,
  };
}

function assertEffectiveDate(effectiveFrom: LocalDate, today: LocalDate): LocalDate {
  if (effectiveFrom < today) {
    throw ruleBroken(
      'category.effective_date_past',
      'effectiveFrom',
      'A change applies from today or a later day: what was claimed before keeps its points.',
    );
  }
  if (effectiveFrom > addDays(today, MAX_DAYS_AHEAD)) {
    throw ruleBroken('category.effective_date_far', 'effectiveFrom', 'At most two years ahead.');
  }
  return effectiveFrom;
}

/** Takes back a version whose day has not come. Inside the caller's transaction. */
export async function withdrawVersion(parts: CatalogParts, actor: Actor, code: string, version: number): Promise<void> {
  const record = await loadCategory(parts, code);
  const today = await parts.organizations.today();
  const { now, later } = effectiveOn(datedTermsOf(record), scheduledOf(record), today);
  const withdrawn = later.find((planned) => planned.version === version);
  if (withdrawn === undefined) {
    throw new Conflict(
      'category.version_not_scheduled',
      'Only a version whose day has not come can be withdrawn. Make a new version instead.',
    );
  }
  await replaceCategory(parts, record, {
    ...termsOf(now),
    version: now.version,
    effectiveFrom: now.effectiveFrom,
    scheduled: later.filter((planned) => planned !== withdrawn),
    latestVersion: record.latestVersion ?? record.version,
  });
  await parts.versions.updateOne({ code, version }, { $set: { withdrawn: true } });
  await parts.outbox.record(actor, {
    type: 'category.version_withdrawn',
    subject: { type: 'category', id: record._id },
    data: { code, version },
    before: { version, effectiveFrom: withdrawn.effectiveFrom, ...termsOf(withdrawn) },
    after: { version: null },
  });
}
