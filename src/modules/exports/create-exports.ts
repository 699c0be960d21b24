import { open } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { PersonActor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { Conflict, Forbidden, LimitExceeded, NotFound } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { can } from '../../kernel/permissions.js';
import type { Logger } from '../../platform/logger.js';
import type { Outbox } from '../../platform/outbox/index.js';
import { inOrganization } from '../../platform/request-context.js';
import type { Storage } from '../../platform/storage/index.js';
import { isStorageFull, storageFull } from '../../platform/uploads/index.js';
import type { OrganizationsModule } from '../organizations/index.js';
import type { PeopleModule } from '../people/index.js';
import type { ExportRequest, PointsFile, ReportsModule } from '../reports/index.js';
import { AT_ONCE, MOST_KEPT } from './export.js';
import { toExport, type ExportRecord } from './export.model.js';
import { createExportStore } from './export.store.js';
import type { ExportContent, ExportsModule } from './exports.module.js';
import { createGrowingFile, removeFile } from './growing-file.js';
import { startRun, type ExportRun } from './run-export.js';
import { createTidying } from './tidy-exports.js';

export interface ExportsDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly organizations: Pick<OrganizationsModule, 'list'>;
  readonly people: { readonly access: Pick<PeopleModule['access'], 'actorOf'> };
  readonly reports: Pick<ReportsModule, 'exportPoints'>;
  /** Where the files lie. Several processes on one database share it. */
  readonly folder: string;
  /** Whether nobody else works on this database. */
  readonly singleProcess: boolean;
}

export function createExports(deps: ExportsDependencies): ExportsModule {
  const { storage, outbox, clock, folder, reports } = deps;
  const store = createExportStore(storage);
  const runs = new Map<string, ExportRun>();
  const turns = new Map<string, Promise<unknown>>();
  const fileOf = ({ _id, format }: Pick<ExportRecord, '_id' | 'format'>) => path.join(folder, `${_id}.${format}`);
  const discard = (record: Pick<ExportRecord, '_id' | 'format'>) => removeFile(fileOf(record));
  const parts = { ...deps, store, discard };
  const tidying = createTidying({ ...parts, isRunning: (id) => runs.has(id) });

  /** For who may take exports, in the own organization. */
  async function taking<T>(actor: PersonActor, work: () => Promise<T>): Promise<T> {
    if (!can(actor, 'exports:take')) throw new Forbidden();
    return inOrganization(actor.organizationId, work);
  }

  /** One after the other in an organization, so that no more begin than may. */
  function inTurn<T>(organizationId: string, work: () => Promise<T>): Promise<T> {
    const turn = (turns.get(organizationId) ?? Promise.resolve()).catch(() => undefined).then(work);
    turns.set(organizationId, turn);
    void turn
      .catch(() => undefined)
      .finally(() => {
        if (turns.get(organizationId) === turn) turns.delete(organizationId);
      });
    return turn;
  }

  async function begin(actor: PersonActor, request: ExportRequest, patient: boolean): Promise<ExportRun> {
    const points = await reports.exportPoints(actor, request, clock.now());
    return inTurn(actor.organizationId, async () => {
      const running = await store.running();
      const same = running.find((other) => other.owner === actor.personId && isSame(other, request));
      const known = same === undefined ? undefined : runs.get(same._id);
      if (patient && known?.patient === true && known.outcome === undefined) return known;
      if (running.length >= AT_ONCE) {
        throw new LimitExceeded(
          'export.busy',
          'Two exports are being made already. Wait until one of them is done, or cancel one of yours.',
          { retryAfter: 30 },
        );
      }
      if ((await store.countKept(actor.personId)) >= MOST_KEPT) {
        throw new Conflict(
          'export.too_many_kept',
          `${MOST_KEPT} of your files are kept already. Delete one of them, or wait until it expires.`,
        );
      }
      const record = recordOf(actor, request, points, clock.now());
      const file = await createGrowingFile(fileOf(record)).catch((error: unknown) => {
        throw isStorageFull(error) ? storageFull(error) : error;
      });
      try {
        await storage.run(async () => {
          await store.insert(record);
          const { format, from, to, filters } = record;
          await outbox.record(actor, {
            type: 'export.begun',
            subject: { type: 'export', id: record._id },
            data: { format, from, to },
            after: { filters },
          });
        });
      } catch (error) {
        await file.end();
        await discard(record);
        throw error;
      }
      const run = startRun(parts, actor, { record, file, points, patient });
      runs.set(record._id, run);
      void run.settled.finally(() => runs.delete(record._id));
      return run;
    });
  }

  /** The file of a run, to its end; removed afterwards unless it is kept. Whoever leaves early gives it up. */
  async function* piecesOf(run: ExportRun, reading: AsyncGenerator<Buffer, void>): AsyncGenerator<Buffer> {
    let whole = false;
    try {
      yield* reading;
      whole = true;
    } finally {
      if (!whole && !run.background) run.stop('left');
      await run.settled;
      if (run.outcome?.kept !== true) await discard(run.record);
    }
  }

  async function contentOf(run: ExportRun): Promise<ExportContent> {
    const { fileName, type } = run.record;
    const size = run.outcome?.status === 'done' ? run.file.bytes : null;
    return { fileName, type, size, pieces: piecesOf(run, await run.file.read()) };
  }

  /** True where it has ended within the time; otherwise it goes on without anybody. */
  async function waitedFor(run: ExportRun, patience: number): Promise<boolean> {
    const stop = new AbortController();
    const timeUp = wait(patience, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);
    await Promise.race([run.settled, timeUp]);
    stop.abort();
    if (run.closing) await run.settled;
    run.background ||= run.outcome === undefined;
    return run.outcome !== undefined;
  }

  return {
    open: (actor, request, patience) =>
      taking(actor, async () => {
        const run = await begin(actor, request, patience !== undefined);
        if (patience !== undefined && !(await waitedFor(run, patience))) {
          return { export: toExport(run.record), content: null };
        }
        if (run.outcome?.error !== undefined) throw run.outcome.error;
        return { export: toExport(run.record), content: await contentOf(run) };
      }),
    list: (actor, page) =>
      taking(actor, async () => {
        const { items, ...rest } = await store.list(actor.personId, page);
        return { items: items.map(toExport), ...rest };
      }),
    byId: (actor, id) => taking(actor, async () => toExport(await store.ofOwner(actor.personId, id))),
    download: (actor, id) =>
      taking(actor, async () => {
        const record = await store.ofOwner(actor.personId, id);
        const expired = record.expiresAt === null || record.expiresAt <= clock.now();
        const handle = record.kept && !expired ? await open(fileOf(record), 'r').catch(noSuchFile) : undefined;
        if (handle === undefined) {
          throw new NotFound('export.gone', 'This file is not kept any more. Start the export again.');
        }
        const { format, from, to, done: rows } = record;
        await storage.run(() =>
          outbox.record(actor, {
            type: 'export.downloaded',
            subject: { type: 'export', id },
            data: { format, from, to, rows },
          }),
        );
        const { fileName, type, bytes: size } = record;
        return { fileName, type, size, pieces: handle.createReadStream() as AsyncIterable<Buffer> };
      }),
    cancel: (actor, id) =>
      taking(actor, async () => {
        const { owner, status } = await store.ofOwner(actor.personId, id);
        const now = clock.now();
        const done = await storage.run(async () => {
          if (status !== 'running') return false;
          const changes = { status: 'cancelled' as const, movedAt: now, endedAt: now };
          if (!(await store.changeRunning(id, changes))) return false;
          const rows = runs.get(id)?.progress() ?? 0;
          const data = { rows, reason: 'cancelled', personId: owner };
          await outbox.record(actor, { type: 'export.cancelled', subject: { type: 'export', id }, data });
          return true;
        });
        if (!done) throw new Conflict('export.not_running', 'This export has ended already.');
        runs.get(id)?.stop('cancelled');
        return toExport(await store.ofOwner(actor.personId, id));
      }),
    remove: (actor, id) =>
      taking(actor, async () => {
        const record = await store.ofOwner(actor.personId, id);
        if (record.status === 'running') {
          throw new Conflict('export.running', 'This export is being made. Cancel it before you delete it.');
        }
        await tidying.forget(actor, record, 'deleted');
      }),
    failInterrupted: () => tidying.failInterrupted(deps.singleProcess),
    tidy: () => tidying.tidy(),
    async close() {
      const left = [...runs.values()];
      for (const run of left) run.stop('stopped');
      await Promise.all(left.map(({ settled }) => settled));
    },
    settled: async (id) => runs.get(id)?.settled,
  };
}

function noSuchFile(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  throw error;
}

function isSame(record: ExportRecord, { format = 'csv', from, to, filters = {}, head = true }: ExportRequest): boolean {
  const asked = JSON.stringify([format, from, to, head, Object.entries(filters).sort()]);
  const { filters: kept } = record;
  return asked === JSON.stringify([record.format, record.from, record.to, record.head, Object.entries(kept).sort()]);
}

function recordOf(
  { organizationId, personId }: PersonActor,
  { format = 'csv', from, to, filters = {}, head = true }: ExportRequest,
  { fileName, type }: Pick<PointsFile, 'fileName' | 'type'>,
  now: Date,
): ExportRecord {
  return {
    _id: newId(now),
    organization: organizationId,
    owner: personId,
    ...{ format, from, to, filters, head, fileName, type },
    ...{ status: 'running', failure: null, done: 0, total: null, bytes: 0, kept: false },
    ...{ begunAt: now, movedAt: now, endedAt: null, expiresAt: null },
  };
}
