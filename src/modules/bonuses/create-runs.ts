import { setTimeout as wait } from 'node:timers/promises';
import { actorReference, systemActor, type Actor } from '../../kernel/actor.js';
import { AppError, InvalidInput } from '../../kernel/errors.js';
import { newId, newUuid } from '../../kernel/ids.js';
import type { QuarterKey } from '../../kernel/period.js';
import { can } from '../../kernel/permissions.js';
import { acrossOrganizations, inOrganization } from '../../platform/request-context.js';
import { isDuplicateKey } from '../../platform/storage/index.js';
import { toRun, type BonusRunRecord } from './bonus-run.model.js';
import type { BonusRun, RunKind, RunOrder } from './bonus-run.js';
import type { BonusesDependencies } from './create-bonuses.js';
import { createRunStore } from './run-store.js';
import { createRunWork, RunStopped } from './work-run.js';

/** How long an answer waits for a run that then goes on without it. */
const ANSWER_MS = 10_000;
/** A run that has not moved for so long was left behind by a process that is not there any more. */
const STALLED_MS = 120_000;

export type Runs = ReturnType<typeof createRuns>;

export function createRuns(deps: BonusesDependencies) {
  const { storage, clock, logger, people } = deps;
  const store = createRunStore(storage);
  const stopping = new AbortController();
  const work = createRunWork(deps, store, stopping.signal);
  const atWork = new Map<string, Promise<void>>();

  /** Works on a run in this process; what fails is taken up later. A refusal is for whoever waits. */
  function start(actor: Actor, id: string): Promise<void> {
    const known = atWork.get(id);
    if (known !== undefined) return known;
    const run = inOrganization(actor.organizationId, () => work(actor, id))
      .catch((error: unknown) => {
        if (error instanceof AppError) throw error;
        if (error instanceof RunStopped) return;
        logger.error({ err: error, runId: id }, 'a run of bonuses was interrupted; it goes on later');
      })
      .finally(() => atWork.delete(id));
    atWork.set(id, run);
    // Nobody may be waiting any more.
    run.catch(() => undefined);
    return run;
  }

  async function underKey(sender: string, key: string, kind: RunKind, quarter: QuarterKey) {
    const known = await store.runs.findOne({ sender, key }).lean<BonusRunRecord>();
    if (known !== null && (known.kind !== kind || known.quarter !== quarter)) {
      throw new InvalidInput([], 'This key was used for another request already.', 'idempotency.key_reused');
    }
    return known ?? undefined;
  }

  /** A new run, or the one that is going on for the quarter already, whoever began it. */
  async function open(actor: Actor, kind: RunKind, { period, expected, key }: RunOrder): Promise<string> {
    const startedAt = clock.now();
    const by = actorReference(actor);
    const slot = `${kind}:${period}`;
    const record: BonusRunRecord = {
      ...{
        _id: newId(startedAt),
        organization: actor.organizationId,
        kind,
        quarter: period,
        status: 'preparing',
        slot,
      },
      ...{ sender: by.id ?? by.name, key: key ?? newUuid(), by, expected: expected ?? null },
      ...{ startedAt, movedAt: startedAt, finishedAt: null },
      ...{ total: 0, reached: 0, done: 0, skipped: 0, points: 0 },
    };
    try {
      await store.runs.insertMany([record], { lean: true });
      return record._id;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    const twin = await underKey(record.sender, record.key, kind, period);
    const other = twin ?? (await store.runs.findOne({ slot }).lean<BonusRunRecord>());
    // The other one has just ended: this one is a run of its own.
    return other?._id ?? open(actor, kind, { period, expected, key });
  }

  return {
    store,
    /** The run of this key, if there is one. */
    async known(actor: Actor, kind: RunKind, { period, key }: RunOrder): Promise<BonusRun | undefined> {
      if (key === undefined) return undefined;
      const { id, name } = actorReference(actor);
      const record = await underKey(id ?? name, key, kind, period);
      return record && toRun(record);
    },
    /** The run that is going on for a quarter, if there is one. */
    async going(kind: RunKind, period: QuarterKey): Promise<BonusRun | undefined> {
      const record = await store.runs.findOne({ slot: `${kind}:${period}` }).lean<BonusRunRecord>();
      return record === null ? undefined : toRun(record);
    },
    /** @throws Conflict `bonus.changed_meanwhile` where people or points are others than expected */
    async begin(actor: Actor, kind: RunKind, order: RunOrder): Promise<BonusRun> {
      const id = await open(actor, kind, order);
      const { status } = await store.byId(id);
      if (status !== 'completed') await within(ANSWER_MS, start(actor, id));
      return toRun(await store.byId(id));
    },
    /** Goes on with what was left behind, at once at the start of a process, later where nothing moves any more. */
    async resume({ stalled }: { readonly stalled: boolean }): Promise<number> {
      const deadline = clock.now().getTime() - STALLED_MS;
      const left = (await acrossOrganizations(() => store.unfinished())).filter(
        ({ _id, movedAt }) => !atWork.has(_id) && (!stalled || movedAt.getTime() < deadline),
      );
      for (const record of left) {
        if (stopping.signal.aborted) break;
        const actor = await inOrganization(record.organization, () => actorOf(record));
        if (actor.kind === 'system' && record.status === 'preparing') {
          // Nothing was decided yet, also not whose bonus is the own one, and whoever began it may not any more.
          await inOrganization(record.organization, () => store.remove(record._id));
          continue;
        }
        await start(actor, record._id).catch((error: unknown) => {
          logger.warn({ err: error, runId: record._id }, 'a run of bonuses cannot go on');
        });
      }
      return left.length;
    },
    async stop(): Promise<void> {
      stopping.abort();
      await Promise.allSettled(atWork.values());
    },
    async settled(): Promise<void> {
      await Promise.allSettled(atWork.values());
    },
  };

  /** In whose name a run goes on: whoever began it, as long as that one may; else the system for what was decided. */
  async function actorOf({ organization, by }: BonusRunRecord): Promise<Actor> {
    const person = by.id === null ? undefined : await people.access.actorOf(by.id);
    if (person !== undefined && can(person, 'bonuses:award', 'central')) return person;
    return systemActor(organization, by.name.startsWith('bonus run by ') ? by.name : `bonus run by ${by.name}`);
  }
}

/** Resolves with the work or after the time, whichever is first; rejects where the work does before. */
async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  const stop = new AbortController();
  const timeUp = wait(milliseconds, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);
  try {
    await Promise.race([work, timeUp]);
  } finally {
    stop.abort();
  }
}
