import type { PersonActor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { Conflict, Unavailable } from '../../kernel/errors.js';
import type { EventData } from '../../kernel/events.js';
import { can } from '../../kernel/permissions.js';
import type { Logger } from '../../platform/logger.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import { isStorageFull, storageFull } from '../../platform/uploads/index.js';
import type { PeopleModule } from '../people/index.js';
import type { PointsFile } from '../reports/index.js';
import { KEPT_AFTER_MS, KEPT_HOURS, type ExportFailure, type ExportStatus } from './export.js';
import type { ExportRecord } from './export.model.js';
import type { ExportStore } from './export.store.js';
import type { GrowingFile } from './growing-file.js';

/** Why one ends before its time. `cancelled` is on record already; the others are put there by the run itself. */
export type StopReason = 'cancelled' | 'left' | 'not allowed' | 'stopped';

/** An export that this process makes. */
export interface ExportRun {
  readonly record: ExportRecord;
  readonly file: GrowingFile;
  readonly settled: Promise<void>;
  /** Asked for by somebody who waits a moment, and then looks again. */
  readonly patient: boolean;
  /** Nobody waits for it any more; it is kept however long it takes. */
  background: boolean;
  /** Undefined while it goes on. */
  outcome: { readonly status: ExportStatus; readonly kept: boolean; readonly error?: Error } | undefined;
  /** All of it is written; what is left is the record. */
  closing: boolean;
  /** Entries that it has passed through. */
  progress(): number;
  stop(reason: StopReason): void;
}

export interface RunParts {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly people: { readonly access: Pick<PeopleModule['access'], 'actorOf'> };
  readonly store: ExportStore;
  /** Removes the file of an export. */
  readonly discard: (record: Pick<ExportRecord, '_id' | 'format'>) => Promise<void>;
}

/** So often the record says how far it is, and whether its owner may still take it is looked at. */
const TICK_MS = 2000;

export function startRun(
  parts: RunParts,
  actor: PersonActor,
  { record, file, points, patient }: { record: ExportRecord; file: GrowingFile; points: PointsFile; patient: boolean },
): ExportRun {
  const { storage, outbox, clock, store, discard, logger } = parts;
  const id = record._id;
  const subject = { type: 'export', id };
  let stopped: StopReason | undefined;
  let tickedAt = record.begunAt.getTime();
  let [done, total]: [number, number | null] = [0, null];

  async function make(): Promise<void> {
    try {
      total = await points.count();
      await tick();
      for await (const piece of points.content((entries) => (done = entries))) {
        if (stopped !== undefined) break;
        await file.write(piece);
        if (clock.now().getTime() - tickedAt >= TICK_MS) await tick();
      }
      if (stopped === undefined) await complete();
      else await giveUp(stopped);
    } catch (error) {
      await fail(error);
    }
  }

  async function tick(): Promise<void> {
    const now = clock.now();
    tickedAt = now.getTime();
    await storage.run(async () => {
      if (!(await store.changeRunning(id, { done, total, bytes: file.bytes, movedAt: now }))) stopped ??= 'cancelled';
      else if (run.background) await tell('export.progressed', { done, total: total ?? 0, personId: record.owner });
    });
    const owner = await parts.people.access.actorOf(record.owner);
    if (owner === undefined || !can(owner, 'exports:take')) stopped ??= 'not allowed';
  }

  async function complete(): Promise<void> {
    run.closing = true;
    const endedAt = clock.now();
    const kept = run.background || endedAt.getTime() - record.begunAt.getTime() > KEPT_AFTER_MS;
    const expiresAt = new Date(endedAt.getTime() + KEPT_HOURS * 3_600_000);
    const { format, from, to, filters } = record;
    const changed = await ended('done', { kept, expiresAt }, async () => {
      const data = { format, from, to, rows: done, ...(run.background && { personId: record.owner }) };
      await outbox.record(actor, { type: 'export.taken', subject, data, after: { filters } });
    });
    if (!changed) return giveUp('cancelled');
    run.outcome = { status: 'done', kept };
    await file.end();
  }

  async function giveUp(reason: StopReason): Promise<void> {
    const failure: ExportFailure | null = reason === 'stopped' ? 'stopped' : null;
    const status = failure === null ? 'cancelled' : 'failed';
    if (reason !== 'cancelled') {
      await ended(status, { failure }, () =>
        failure === null
          ? tell('export.cancelled', { rows: done, reason, personId: record.owner })
          : tell('export.failed', { rows: done, reason: failure, personId: record.owner }),
      );
    }
    const error =
      failure === null
        ? new Conflict('export.cancelled', 'This export was cancelled.')
        : new Unavailable('export.stopped', 'The application was stopped. Start the export again in a moment.');
    await end(status, error);
  }

  async function fail(cause: unknown): Promise<void> {
    const full = isStorageFull(cause);
    const error = full ? storageFull(cause) : cause instanceof Error ? cause : new Error(String(cause));
    const failure: ExportFailure = full ? 'storage_full' : 'error';
    logger.error({ err: cause, exportId: id }, 'an export failed');
    // The database may be what failed: then the next start puts it on record.
    await ended('failed', { failure }, () =>
      tell('export.failed', { rows: done, reason: failure, personId: record.owner }),
    ).catch((problem: unknown) => {
      logger.error({ err: problem, exportId: id }, 'a failed export could not be recorded');
    });
    await end('failed', error);
  }

  async function end(status: ExportStatus, error: Error): Promise<void> {
    run.outcome = { status, kept: false, error };
    await file.end(error);
    await discard(record);
  }

  /** Puts on record that it does not run any more, with what goes with it; false where somebody else did. */
  function ended(
    status: ExportStatus,
    changes: Partial<ExportRecord>,
    record: () => Promise<unknown>,
  ): Promise<boolean> {
    const now = clock.now();
    return storage.run(async () => {
      const all = { ...changes, status, done, total, bytes: file.bytes, movedAt: now, endedAt: now };
      if (!(await store.changeRunning(id, all))) return false;
      await record();
      return true;
    });
  }

  function tell<T extends 'export.progressed' | 'export.cancelled' | 'export.failed'>(
    type: T,
    data: EventData[T],
  ): Promise<unknown> {
    return outbox.record(actor, { type, subject, data } as Parameters<Outbox['record']>[1]);
  }

  const run: { -readonly [K in keyof ExportRun]: ExportRun[K] } = {
    record,
    file,
    patient,
    background: false,
    outcome: undefined,
    closing: false,
    progress: () => done,
    settled: Promise.resolve(),
    stop(reason) {
      stopped ??= reason;
    },
  };
  run.settled = make();
  return run;
}
