import type { Actor } from '../../kernel/actor.js';
import { Conflict } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import type { BonusRunRow, Expected } from './bonus-run.js';
import type { BonusRunRecord, BonusRunRowRecord } from './bonus-run.model.js';
import type { BonusRow } from './bonus-standing.js';
import type { BonusVerdict } from './bonus-state.js';
import { analysePeople } from './analyse-people.js';
import { awardPeople } from './award-people.js';
import type { BonusesDependencies } from './create-bonuses.js';
import type { RunStore } from './run-store.js';
import { eachStanding } from './tally-bonuses.js';

/** So many people are gone through in one transaction. */
export const CHUNK = 100;

/** Another process took the run further; this one begins its step anew. */
class Overtaken extends Error {}

/** The process stops: what is left of the run goes on at the next start. */
export class RunStopped extends Error {}

/** 409: people or points are others than in the preview. */
export function changedMeanwhile(now: Expected): Conflict {
  const people = now.count === 1 ? '1 person is' : `${now.count} people are`;
  return new Conflict(
    'bonus.changed_meanwhile',
    `The figures changed since the preview: ${people} eligible now, for ${now.points} points. Look at them again.`,
    { extra: { ...now } },
  );
}

/** Goes through everybody who is eligible, chunk by chunk, each in one transaction that also says how far it is. */
export function createRunWork(deps: BonusesDependencies, store: RunStore, stopping: AbortSignal) {
  const { storage, clock, outbox, organizations } = deps;

  /**
   * Notes everybody with the state of now. Nobody has got anything yet, so it may be done again. Where two processes do it
   * at once the later one counts, and the earlier one begins nothing.
   */
  async function prepare(actor: Actor, record: BonusRunRecord): Promise<void> {
    const { _id: run, quarter } = record;
    const noting = newId();
    const mine = { _id: run, status: 'preparing' as const, noting };
    await store.runs.updateOne({ _id: run, status: 'preparing' }, { $set: { noting } });
    await store.rows.deleteMany({ run });
    const today = await organizations.today();
    let [number, total, points] = [0, 0, 0];
    for await (const standings of eachStanding(deps, actor, { quarter }, today)) {
      assertGoesOn(stopping);
      if ((await store.runs.exists(mine)) === null) return;
      const records = standings.map((standing) => rowOf(run, (number += 1), standing));
      if (records.length > 0) await store.rows.insertMany(records, { lean: true });
      for (const { due } of standings) {
        total += due > 0 ? 1 : 0;
        points += due;
      }
    }
    const { expected } = record;
    if (expected !== null && (expected.count !== total || expected.points !== points)) {
      if ((await store.runs.exists(mine)) !== null) await store.remove(run);
      throw changedMeanwhile({ count: total, points });
    }
    await storage.run(async () => {
      const set = { status: 'running' as const, total, skipped: number - total, movedAt: clock.now() };
      const { matchedCount } = await store.runs.updateOne(mine, { $set: set });
      if (matchedCount === 0) return;
      await outbox.record(actor, {
        type: 'bonus.run_started',
        subject: { type: 'bonus run', id: run },
        data: { kind: record.kind, period: quarter, count: total, points, personId: record.by.id },
      });
    });
  }

  /** The next people. True when there were none left. */
  async function step(actor: Actor, id: string): Promise<boolean> {
    const record = await store.runs.findOne({ _id: id, status: 'running' }).lean<BonusRunRecord>();
    if (record === null) return true;
    const waiting = await store.waiting(id, CHUNK);
    if (waiting.length === 0) return finish(actor, record);
    const ids = waiting.map(({ person }) => person);
    const outcomes =
      record.kind === 'award'
        ? await awarded(actor, record, ids)
        : await analysePeople(deps, actor, record.quarter, ids);
    await store.rows.bulkWrite(
      waiting.map(({ _id, person }) => ({
        updateOne: { filter: { _id }, update: { $set: changesOf(outcomes.get(person)) } },
      })),
    );
    const done = [...outcomes.values()].filter(({ outcome }) => outcome === 'done');
    const changes = {
      reached: record.reached + waiting.length,
      done: record.done + done.length,
      skipped: record.skipped + waiting.length - done.length,
      points: record.points + done.reduce((sum, { points }) => sum + points, 0),
      movedAt: clock.now(),
    };
    await moveOn(record, changes);
    await outbox.record(actor, {
      type: 'bonus.run_progressed',
      subject: { type: 'bonus run', id },
      data: { done: changes.reached, total: record.total, personId: record.by.id },
    });
    return false;
  }

  async function awarded(actor: Actor, { quarter }: BonusRunRecord, ids: readonly string[]): Promise<Outcomes> {
    const outcome = await awardPeople(deps, actor, quarter, ids);
    return new Map<string, BonusRunRow>([
      ...outcome.awarded.map(({ personId, entryId, points }): [string, BonusRunRow] => [
        personId,
        { personId, outcome: 'done', code: 'eligible', reason: '', points, entryId },
      ]),
      ...outcome.skipped.map(({ personId, code, reason }): [string, BonusRunRow] => [
        personId,
        { personId, outcome: 'skipped', code, reason, points: 0, entryId: null },
      ]),
    ]);
  }

  async function finish(actor: Actor, record: BonusRunRecord): Promise<true> {
    const { _id: id, kind, quarter, by, done, skipped, points } = record;
    await moveOn(record, { status: 'completed', slot: id, finishedAt: clock.now(), movedAt: clock.now() });
    await outbox.record(actor, {
      type: 'bonus.run_completed',
      subject: { type: 'bonus run', id },
      data: { kind, period: quarter, done, skipped, points, personId: by.id },
    });
    return true;
  }

  async function moveOn({ _id, reached }: BonusRunRecord, changes: Partial<BonusRunRecord>): Promise<void> {
    const { matchedCount } = await store.runs.updateOne({ _id, reached, status: 'running' }, { $set: changes });
    if (matchedCount === 0) throw new Overtaken();
  }

  /** Takes a run to its end, or as far as nobody else does. */
  return async function work(actor: Actor, id: string): Promise<void> {
    const record = await store.runs.findOne({ _id: id }).lean<BonusRunRecord>();
    if (record?.status === 'preparing') await prepare(actor, record);
    for (let surprises = 0; ;) {
      assertGoesOn(stopping);
      try {
        if (await storage.run(() => step(actor, id))) return;
      } catch (error) {
        // Somebody awarded one of these people at the same moment: the next look sees it.
        if (!isSurprise(error) || ++surprises > MAX_SURPRISES) throw error;
      }
    }
  };
}

const MAX_SURPRISES = 20;

function assertGoesOn({ aborted }: AbortSignal): void {
  if (aborted) throw new RunStopped();
}

export function isSurprise(error: unknown): boolean {
  return error instanceof Overtaken || (error instanceof Conflict && error.code === 'ledger.already_credited');
}

/** What became of people, by their ids. */
export type Outcomes = ReadonlyMap<string, BonusRunRow>;

function rowOf(
  run: string,
  number: number,
  { person, state, standing, why, reason }: BonusRow<BonusVerdict>,
): BonusRunRowRecord {
  const waits = standing === 'eligible';
  return {
    _id: newId(),
    ...{ run, number, person: person.id, outcome: waits ? 'waiting' : 'skipped', code: why },
    ...{ reason: waits ? '' : reason, points: waits ? state.amount : 0, entry: null },
  };
}

function changesOf(row: BonusRunRow | undefined): Partial<BonusRunRowRecord> {
  if (row === undefined) throw new Error('everybody has an outcome');
  const { outcome, code, reason, points, entryId } = row;
  return { outcome, code, reason, points, entry: entryId };
}
