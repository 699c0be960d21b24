import { setTimeout as wait } from 'node:timers/promises';
import type { Actor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { Forbidden, RuleBroken } from '../../kernel/errors.js';
import { can } from '../../kernel/permissions.js';
import type { Logger } from '../../platform/logger.js';
import type { Outbox } from '../../platform/outbox/index.js';
import { acrossOrganizations, inOrganization } from '../../platform/request-context.js';
import type { Storage } from '../../platform/storage/index.js';
import type { PeopleModule } from '../people/index.js';
import { checkPeopleFile } from './check-people-file.js';
import { failedRowsFile } from './failed-rows.js';
import { toImport, type ImportRecord } from './import.model.js';
import { createImportStore } from './import.store.js';
import type { ConfirmOptions } from './import.js';
import type { ImportsModule } from './imports.module.js';
import { createImportRun, resumingActor } from './run-import.js';
import { createSeal } from './sealed-text.js';

export interface ImportsDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly people: PeopleModule;
  /** Seals passwords of files that wait for their confirmation; the pepper of passwords serves. */
  readonly secret: string;
}

/** How long a confirmation waits for the rows to be written before it answers that they are being written. */
const CONFIRMATION_MS = 2000;
const MAX_NAME = 200;

export function createImports(deps: ImportsDependencies): ImportsModule {
  const { storage, people, logger } = deps;
  const seal = createSeal(deps.secret);
  const store = createImportStore({ ...deps, seal });
  const runImport = createImportRun({ ...deps, store, seal });
  const runs = new Map<string, Promise<void>>();

  /** Runs an import in this process, once at a time. A run that fails is taken up by the next confirmation or start. */
  function start(actor: Actor, id: string): Promise<void> {
    const known = runs.get(id);
    if (known !== undefined) return known;
    const run = inOrganization(actor.organizationId, () => runImport(actor, id))
      .catch((error: unknown) => {
        logger.error({ err: error, importId: id }, 'import interrupted');
      })
      .finally(() => runs.delete(id));
    runs.set(id, run);
    return run;
  }

  async function withinOrganization<T>(actor: Actor, work: () => Promise<T>): Promise<T> {
    assertMayImport(actor);
    return inOrganization(actor.organizationId, work);
  }

  async function markConfirmed(id: string, options: ConfirmOptions): Promise<ImportRecord> {
    const record = await store.byId(id);
    if (record.status !== 'checked') return record;
    assertConfirmable(record, options);
    const confirmed = {
      status: 'running' as const,
      allOrNothing: options.allOrNothing ?? false,
      initialPasswordHash: options.initialPasswordHash ?? null,
      mustChangePassword: options.mustChangePassword ?? true,
    };
    await store.change(id, { status: 'checked' }, confirmed);
    return store.byId(id);
  }

  return {
    checkPeople: (actor, { path, name }) =>
      withinOrganization(actor, async () => {
        const file = await checkPeopleFile(path, people, seal);
        return toImport(await store.keep(actor, name.slice(0, MAX_NAME), file));
      }),
    confirm: (actor, id, options = {}) =>
      withinOrganization(actor, async () => {
        const { status } = await storage.run(() => markConfirmed(id, options));
        if (status === 'running') await within(CONFIRMATION_MS, start(actor, id));
        return toImport(await store.byId(id));
      }),
    byId: (actor, id) => withinOrganization(actor, async () => toImport(await store.byId(id))),
    recent: (actor, limit) => withinOrganization(actor, async () => (await store.recent(limit)).map(toImport)),
    failedRows(actor, id) {
      assertMayImport(actor);
      return boundTo(actor.organizationId, failedRowsFile(store, seal, id));
    },
    settled: (id) => runs.get(id) ?? Promise.resolve(),
    async resumeInterrupted() {
      const left = await acrossOrganizations(() => store.running());
      for (const { id, organizationId } of left) {
        const { by } = await inOrganization(organizationId, () => store.byId(id));
        await start(resumingActor(organizationId, by), id);
      }
      return left.length;
    },
  };
}

function assertMayImport(actor: Actor): void {
  if (!can(actor, 'people:import', 'hr')) throw new Forbidden();
}

function assertConfirmable(record: ImportRecord, { allOrNothing = false }: ConfirmOptions): void {
  if (record.valid === 0) throw new RuleBroken('import.nothing_valid', 'No row of this file can be imported.');
  if (allOrNothing && record.invalid > 0) {
    const rows = record.invalid === 1 ? '1 row has mistakes' : `${record.invalid} rows have mistakes`;
    throw new RuleBroken('import.has_invalid_rows', `${rows}, and all or nothing was chosen. Nothing was imported.`);
  }
}

/** Resolves with the work or after the time, whichever is first. */
async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  const stop = new AbortController();
  const timeUp = wait(milliseconds, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);
  await Promise.race([work, timeUp]);
  stop.abort();
}

/** A generator runs in the context of whoever pulls; this one keeps to its organization wherever it is read. */
async function* boundTo<T>(organizationId: string, items: AsyncGenerator<T, void>): AsyncGenerator<T, void> {
  for (;;) {
    const item = await inOrganization(organizationId, () => items.next());
    if (item.done === true) return;
    yield item.value;
  }
}
