import { actorReference, type Actor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { Conflict, NotFound } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { periodOfDate, rangeOfPeriod, type Calendar } from '../../kernel/period.js';
import type { Outbox } from '../../platform/outbox/index.js';
import { configChanges } from './config-changes.js';
import type { ConfigPreview, RevisionOptions, SetConfig } from './config-version.js';
import {
  figuresOf,
  MAX_UPCOMING,
  recordOn,
  revisionNow,
  upcomingRecords,
  type ConfigModels,
} from './config-versions.js';
import { DEFAULT_TARGETS, type TargetConfig } from './target-config.js';
import { toTargetConfig, type TargetChangesRecord, type TargetConfigRecord } from './target-config.model.js';

export interface RevisionParts extends ConfigModels {
  readonly outbox: Outbox;
  readonly clock: Clock;
}

/** What changed since is among the last ones, of which the newest are named. */
const MOST_LOOKED_AT = 50;
const MOST_NAMED = 3;

interface Revision {
  readonly effectiveFrom: LocalDate;
  readonly config: TargetConfig;
  readonly today: LocalDate;
}

/** Sets a configuration that applies from a day on. Inside the caller's transaction. */
export async function reviseTargets(
  parts: RevisionParts,
  actor: Actor,
  { effectiveFrom, config, today }: Revision,
  options: RevisionOptions,
): Promise<SetConfig> {
  const { configs, outbox, clock } = parts;
  const revision = await takeTurn(parts, options);
  const origin = await recordOn(parts, effectiveFrom);
  const before = origin ?? DEFAULT_TARGETS;
  const changes = configChanges(before, config);
  if (changes.length === 0) {
    throw new Conflict(
      'targets.unchanged',
      'These are the figures that apply on that day already. Change at least one of them.',
    );
  }
  await assertRoomFor(parts, effectiveFrom, today);
  const [latest] = await configs.find().sort({ number: -1 }).limit(1).lean<TargetConfigRecord[]>();
  const [_id, number, by, at] = [newId(), (latest?.number ?? 0) + 1, actorReference(actor), clock.now()];
  await configs.insertMany([
    { _id, ...config, effectiveFrom, number, by, at, madeFrom: origin?.number ?? 0, revision, withdrawn: null },
  ]);
  await outbox.record(actor, {
    type: 'targets.revised',
    subject: { type: 'targets', id: _id },
    data: { effectiveFrom },
    before: figuresOf(before),
    after: figuresOf(config),
  });
  const state = effectiveFrom <= today ? 'current' : 'upcoming';
  return { ...config, effectiveFrom, id: _id, number, by, at, changes, state };
}

async function assertRoomFor(parts: ConfigModels, effectiveFrom: LocalDate, today: LocalDate): Promise<void> {
  const planned = await upcomingRecords(parts, today);
  const isNew = effectiveFrom > today && planned.every((one) => one.effectiveFrom !== effectiveFrom);
  if (!isNew || planned.length < MAX_UPCOMING) return;
  throw new Conflict(
    'targets.too_many_planned',
    `${MAX_UPCOMING} changes wait for their day already. Withdraw one of them first.`,
  );
}

/** Takes back a configuration whose day has not come. Inside the caller's transaction. */
export async function withdrawTargets(
  parts: RevisionParts,
  actor: Actor,
  { id, today }: { readonly id: string; readonly today: LocalDate },
  options: RevisionOptions,
): Promise<void> {
  const { configs, outbox, clock } = parts;
  const record = await configs.findOne({ _id: id }).lean<TargetConfigRecord>();
  if (record === null) throw new NotFound('targets.not_found', 'There is no such version of the targets.');
  const revision = await takeTurn(parts, options);
  const planned = await upcomingRecords(parts, today);
  if (planned.every(({ _id }) => _id !== id)) {
    throw new Conflict(
      'targets.not_upcoming',
      'Only a version whose day has not come can be withdrawn. Set other figures from today or a later day instead.',
    );
  }
  const by = actorReference(actor);
  await configs.updateOne({ _id: id }, { $set: { withdrawn: { by, at: clock.now(), revision } } });
  const instead = await recordOn(parts, record.effectiveFrom);
  await outbox.record(actor, {
    type: 'targets.withdrawn',
    subject: { type: 'targets', id },
    data: { effectiveFrom: record.effectiveFrom, number: record.number },
    before: figuresOf(toTargetConfig(record)),
    after: figuresOf(instead === null ? DEFAULT_TARGETS : toTargetConfig(instead)),
  });
}

/** Counts one change more; whoever has not seen the last one is told what it was. */
async function takeTurn(parts: ConfigModels, { revision: seen }: RevisionOptions): Promise<number> {
  const counted = await parts.changes
    .findOneAndUpdate(
      { of: 'targets' },
      { $inc: { revision: 1 }, $setOnInsert: { _id: newId() } },
      { upsert: true, returnDocument: 'after' },
    )
    .lean<TargetChangesRecord>();
  const revision = counted?.revision ?? 1;
  if (seen !== undefined && seen !== revision - 1) throw await changedMeanwhile(parts, seen, revision - 1);
  return revision;
}

async function changedMeanwhile({ configs }: ConfigModels, seen: number, revision: number): Promise<Conflict> {
  const latest = await configs.find().sort({ number: -1 }).limit(MOST_LOOKED_AT).lean<TargetConfigRecord[]>();
  const since = latest
    .filter((one) => (one.revision ?? 0) > seen || (one.withdrawn?.revision ?? 0) > seen)
    .slice(0, MOST_NAMED);
  const words = since.map(({ by, effectiveFrom, number, withdrawn }) =>
    withdrawn == null
      ? `${by.name} set version ${number}, from ${effectiveFrom}`
      : `${withdrawn.by.name} withdrew version ${number}, from ${effectiveFrom}`,
  );
  const what = words.length === 0 ? 'Somebody changed the targets' : words.join('; ');
  return new Conflict(
    'targets.changed_meanwhile',
    `${what} meanwhile. Look at what applies now and send yours again if it still holds.`,
    { extra: { revision } },
  );
}

/** What a configuration would change. Writes nothing. */
export async function previewTargets(
  parts: ConfigModels,
  { effectiveFrom, config, today }: Revision,
  calendar: Calendar,
): Promise<ConfigPreview> {
  const origin = await recordOn(parts, effectiveFrom);
  const before = origin === null ? DEFAULT_TARGETS : toTargetConfig(origin);
  const planned = await upcomingRecords(parts, today);
  const next = planned.find((one) => one.effectiveFrom > effectiveFrom);
  const key = periodOfDate(effectiveFrom, calendar).quarter;
  const range = rangeOfPeriod(key, calendar);
  return {
    effectiveFrom,
    before: figuresOf(before),
    after: figuresOf(config),
    changes: configChanges(before, config),
    quarter: { key, ...range },
    midQuarter: range.from < effectiveFrom,
    replaces: origin?.effectiveFrom === effectiveFrom ? origin.number : null,
    until: next === undefined ? null : { number: next.number, effectiveFrom: next.effectiveFrom },
    revision: await revisionNow(parts),
  };
}
