import type { Model } from 'mongoose';
import type { LocalDate } from '../../kernel/local-date.js';
import { offsetOf, pageOf, type PageRequest } from '../../kernel/paging.js';
import { operator } from '../../platform/storage/index.js';
import { configChanges } from './config-changes.js';
import type { ConfigState, ConfigVersion, TargetHistory } from './config-version.js';
import { DEFAULT_TARGETS, type TargetConfig } from './target-config.js';
import { toTargetConfig, type TargetChangesRecord, type TargetConfigRecord } from './target-config.model.js';

/** More versions are never planned at once. */
export const MAX_UPCOMING = 12;

export interface ConfigModels {
  readonly configs: Model<TargetConfigRecord>;
  readonly changes: Model<TargetChangesRecord>;
}

/** What there is at first, as a version. */
export const FIRST_VERSION: Omit<ConfigVersion, 'state'> = {
  ...DEFAULT_TARGETS,
  ...{ id: null, number: 0, effectiveFrom: null, by: null, at: null, withdrawn: null, changes: [] },
};

const STANDING = { withdrawn: null };
const LAST_FIRST = { effectiveFrom: -1, number: -1 } as const;

/** The record that applies on a day; null where nothing was set for it. With an instant: by what was set until then. */
export function recordOn({ configs }: Pick<ConfigModels, 'configs'>, date: LocalDate, asOf?: Date) {
  const stood =
    asOf === undefined
      ? STANDING
      : { at: operator({ $lte: asOf }), $or: [STANDING, { 'withdrawn.at': operator({ $gt: asOf }) }] };
  return configs
    .findOne({ ...stood, effectiveFrom: operator({ $lte: date }) })
    .sort(LAST_FIRST)
    .lean<TargetConfigRecord>();
}

/** Records that apply from a later day on, the nearest first; of those for one day the one set last. */
export async function upcomingRecords({ configs }: Pick<ConfigModels, 'configs'>, today: LocalDate) {
  const records = await configs
    .find({ ...STANDING, effectiveFrom: operator({ $gt: today }) })
    .sort(LAST_FIRST)
    .lean<TargetConfigRecord[]>();
  const days = new Map<LocalDate, TargetConfigRecord>();
  for (const record of records) if (!days.has(record.effectiveFrom)) days.set(record.effectiveFrom, record);
  return [...days.values()].reverse();
}

export async function revisionNow({ changes }: Pick<ConfigModels, 'changes'>): Promise<number> {
  return (await changes.findOne({ of: 'targets' }).lean<TargetChangesRecord>())?.revision ?? 0;
}

/** Records as versions: whether each applies, and what it changed. */
export async function versionsOf(
  models: ConfigModels,
  records: readonly TargetConfigRecord[],
  today: LocalDate,
): Promise<ConfigVersion[]> {
  const { configs } = models;
  const origins = records.flatMap(({ madeFrom }) => (madeFrom === undefined || madeFrom === 0 ? [] : [madeFrom]));
  const found = await configs.find({ number: operator({ $in: origins }) }).lean<TargetConfigRecord[]>();
  const byNumber = new Map(found.map((record) => [record.number, record]));
  const days = [...new Set(records.map(({ effectiveFrom }) => effectiveFrom))];
  const sameDay = await configs
    .find({ ...STANDING, effectiveFrom: operator({ $in: days }) })
    .select({ effectiveFrom: 1, number: 1 })
    .sort(LAST_FIRST)
    .lean<Pick<TargetConfigRecord, 'effectiveFrom' | 'number'>[]>();
  const lastOf = new Map(sameDay.reverse().map(({ effectiveFrom, number }) => [effectiveFrom, number]));
  const current = (await recordOn(models, today))?.number;
  const stateOf = ({ number, effectiveFrom, withdrawn }: TargetConfigRecord): ConfigState => {
    if (withdrawn != null) return 'withdrawn';
    if (lastOf.get(effectiveFrom) !== number) return 'replaced';
    if (number === current) return 'current';
    return effectiveFrom > today ? 'upcoming' : 'past';
  };
  return records.map((record) => {
    const { _id: id, number, by, at, withdrawn, madeFrom } = record;
    const origin = madeFrom === undefined ? undefined : (byNumber.get(madeFrom) ?? DEFAULT_TARGETS);
    return {
      ...toTargetConfig(record),
      ...{ id, number, by, at, state: stateOf(record) },
      withdrawn: withdrawn == null ? null : { by: withdrawn.by, at: withdrawn.at },
      changes: origin === undefined ? [] : configChanges(origin, record),
    };
  });
}

/** What applies today, what is planned, and all that was ever set, a page of it. */
export async function targetHistory(models: ConfigModels, today: LocalDate, page: PageRequest): Promise<TargetHistory> {
  const { configs } = models;
  const revision = await revisionNow(models);
  const now = await recordOn(models, today);
  const planned = await upcomingRecords(models, today);
  const records = await configs
    .find()
    .sort({ number: -1 })
    .skip(offsetOf(page))
    .limit(page.size)
    .lean<TargetConfigRecord[]>();
  const total = await configs.countDocuments();
  const [current] = now === null ? [] : await versionsOf(models, [now], today);
  return {
    revision,
    current: current ?? { ...FIRST_VERSION, state: 'current' },
    upcoming: await versionsOf(models, planned, today),
    history: pageOf(await versionsOf(models, records, today), page, total),
  };
}

/** Both sides of a change as the audit keeps them. */
export function figuresOf({ quarterly, milestones, utilizationThreshold, bonusCap }: TargetConfig) {
  return { quarterly, milestones, utilizationThreshold, bonusCap };
}
