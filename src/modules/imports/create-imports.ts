import { setTimeout as wait } from 'node:timers/promises';
import type { Actor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { Conflict, NotFound, RuleBroken, ruleBroken } from '../../kernel/errors.js';
import type { Logger } from '../../platform/logger.js';
import type { Outbox } from '../../platform/outbox/index.js';
import { acrossOrganizations, inOrganization } from '../../platform/request-context.js';
import type { Storage } from '../../platform/storage/index.js';
import type { OrganizationsModule } from '../organizations/index.js';
import type { PeopleModule } from '../people/index.js';
import { createImportCheck } from './check-import.js';
import { failedRowsFile } from './failed-rows.js';
import { toImport, type ImportRecord } from './import.model.js';
import { createImportStore } from './import.store.js';
import { ALL_OR_NOTHING_ROWS, type ConfirmOptions } from './import.js';
import type { ImportsModule } from './imports.module.js';
import type { KindOfImport } from './kind-of-import.js';
import { listChanges, listProblems } from './list-rows.js';
import { createImportMapping } from './map-import.js';
import { createMappingStore } from './mapping/mapping.store.js';
import { PEOPLE_COLUMNS } from './people/people-columns.js';
import { peopleKind } from './people/people-kind.js';
import { peopleTemplate } from './people/people-template.js';
import { forgetPerson } from './forget-person.js';
import { createReceiver } from './receive-file.js';
import { createImportRun, resumingActor } from './run-import.js';
import { createSeal } from './sealed-text.js';
import { createTidying, STALLED_MS } from './tidy-imports.js';

export interface ImportsDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly organizations: OrganizationsModule;
  readonly people: PeopleModule;
  /** Seals the rows of files that wait for their confirmation; the pepper of passwords serves. */
  readonly secret: string;
}

/** How long an answer waits for work that then goes on without it. */
const ANSWER_MS = 2000;
/** A file of so many rows is checked before the answer. */
const CHECKED_AT_ONCE = 1000;

export function createImports(deps: ImportsDependencies): ImportsModule {
  const { storage, clock, logger } = deps;
  const seal = createSeal(deps.secret);
  const store = createImportStore({ storage, seal });
  const mappings = createMappingStore(deps);
  const people = peopleKind(deps) as KindOfImport;
  const parts = { ...deps, store, seal, mappings, kindOf: () => people, columnOrder: PEOPLE_COLUMNS };
  const receive = createReceiver({
    ...parts,
    kind: people,
    savedMapping: (titles) => mappings.forHeader(people.kind, titles),
  });
  const mapping = createImportMapping(parts);
  const tidying = createTidying(parts);
  const checkImport = createImportCheck(parts);
  const runImport = createImportRun(parts);
  const runs = new Map<string, Promise<void>>();

  /** Works on an import in this process, one thing after the other. What fails is taken up by the next one. */
  function start(actor: Actor, id: string): Promise<void> {
    const work = async (): Promise<void> => {
      await checkImport(actor, id);
      await runImport(actor, id);
    };
    const run = (runs.get(id) ?? Promise.resolve())
      .then(() => inOrganization(actor.organizationId, work))
      .catch((error: unknown) => {
        logger.error({ err: error, importId: id }, 'import interrupted');
      })
      .finally(() => {
        if (runs.get(id) === run) runs.delete(id);
      });
    runs.set(id, run);
    return run;
  }

  async function withinOrganization<T>(actor: Actor, work: () => Promise<T>): Promise<T> {
    people.assertMayImport(actor);
    return inOrganization(actor.organizationId, work);
  }

  async function markConfirmed(id: string, options: ConfirmOptions): Promise<ImportRecord> {
    const record = await store.byId(id);
    if (record.status === 'running' || record.status === 'completed') return record;
    assertConfirmable(record, options);
    const confirmed = {
      status: 'running' as const,
      step: 0,
      steps: record.chunks * people.passes,
      movedAt: clock.now(),
      allOrNothing: options.allOrNothing ?? false,
      initialPasswordHash: options.initialPasswordHash ?? null,
      mustChangePassword: options.mustChangePassword ?? true,
    };
    await store.change(id, { status: 'checked' }, confirmed);
    return store.byId(id);
  }

  /** Has an import checked, anew where it was before; a large one goes on being checked after the answer. */
  async function check(actor: Actor, record: ImportRecord): Promise<ImportRecord> {
    const { _id: id, rows, status } = record;
    if (status === 'checked') {
      const anew = {
        status: 'checking' as const,
        step: 0,
        steps: record.chunks,
        uploadedAt: clock.now(),
        movedAt: clock.now(),
      };
      await store.change(id, { status: 'checked' }, anew);
    }
    if (status === 'checked' || status === 'checking') {
      const work = start(actor, id);
      await (rows <= CHECKED_AT_ONCE ? work : within(ANSWER_MS, work));
    }
    return store.byId(id);
  }

  async function recordOfFile(id: string): Promise<ImportRecord> {
    const record = await store.byId(id);
    if (record.kept) return record;
    throw new NotFound('import.rows_deleted', 'The rows of this file were deleted. Upload the file again.');
  }

  return {
    checkPeople: (actor, { path, name, mode = 'create', mapColumns = false }) =>
      withinOrganization(actor, async () => {
        const { record } = await receive(actor, { path, name, mode, mapColumns });
        return toImport(await check(actor, record));
      }),
    confirm: (actor, id, options = {}) =>
      withinOrganization(actor, async () => {
        const { status } = await storage.run(() => markConfirmed(id, options));
        if (status === 'running') await within(ANSWER_MS, start(actor, id));
        return toImport(await store.byId(id));
      }),
    discard: (actor, id) =>
      withinOrganization(actor, async () => {
        await tidying.discard(actor, id);
        return toImport(await store.byId(id));
      }),
    byId: (actor, id) => withinOrganization(actor, async () => toImport(await store.byId(id))),
    list: (actor, page) =>
      withinOrganization(actor, async () => {
        const { items, ...rest } = await store.list(page);
        return { items: items.map((record) => toImport({ ...record, problems: [], reasons: [] })), ...rest };
      }),
    problems: (actor, id, page, group) =>
      withinOrganization(actor, async () => listProblems(store, (await store.byId(id))._id, page, group)),
    changes: (actor, id, page) =>
      withinOrganization(actor, async () => listChanges(store, (await store.byId(id))._id, page)),
    failedRows(actor, id) {
      people.assertMayImport(actor);
      return boundTo(actor.organizationId, failedRowsOf(id));
    },
    template(actor) {
      people.assertMayImport(actor);
      return peopleTemplate();
    },
    sheet: (actor, id) => withinOrganization(actor, () => mapping.sheet(id)),
    map: (actor, id, given) => withinOrganization(actor, async () => toImport(await mapping.map(id, given))),
    checkMapped: (actor, id) =>
      withinOrganization(actor, async () => toImport(await check(actor, await mapping.close(id)))),
    saveMapping: (actor, id, name) => withinOrganization(actor, () => mapping.save(actor, id, name)),
    mappings: (actor) => withinOrganization(actor, () => mappings.list(people.kind)),
    mappingById: (actor, id) => withinOrganization(actor, () => mappings.byId(id)),
    changeMapping: (actor, id, name, given) => withinOrganization(actor, () => mapping.change(actor, id, name, given)),
    deleteMapping: (actor, id) => withinOrganization(actor, () => mappings.remove(actor, id)),
    settled: async (id) => {
      await runs.get(id);
    },
    forgetPerson: (person) => forgetPerson(parts, person),
    resumeInterrupted: () => takeUp(() => true),
    async tidy() {
      await tidying.forgetOldRows();
      const deadline = clock.now().getTime() - STALLED_MS;
      await takeUp(({ _id, movedAt }) => !runs.has(_id) && movedAt.getTime() < deadline);
    },
  };

  async function* failedRowsOf(id: string): AsyncGenerator<string, void> {
    yield* failedRowsFile(store, people, await recordOfFile(id));
  }

  async function takeUp(isMeant: (record: Pick<ImportRecord, '_id' | 'movedAt'>) => boolean): Promise<number> {
    const left = (await acrossOrganizations(() => store.atWork())).filter(isMeant);
    for (const { _id: id, organization } of left) {
      const { by } = await inOrganization(organization, () => store.byId(id));
      await start(resumingActor(organization, by), id);
    }
    return left.length;
  }
}

function assertConfirmable(
  { status, valid, invalid, rows }: ImportRecord,
  { allOrNothing = false }: ConfirmOptions,
): void {
  if (status !== 'checked') {
    throw new Conflict('import.not_checked', 'Only an import that is checked can be confirmed; look at it again.');
  }
  if (valid === 0) throw new RuleBroken('import.nothing_valid', 'No row of this file can be imported.');
  if (!allOrNothing) return;
  if (invalid > 0) {
    const wrong = invalid === 1 ? '1 row has mistakes' : `${invalid} rows have mistakes`;
    throw new RuleBroken('import.has_invalid_rows', `${wrong}, and all or nothing was chosen. Nothing was imported.`);
  }
  if (rows > ALL_OR_NOTHING_ROWS) {
    throw ruleBroken(
      'import.too_many_rows',
      'allOrNothing',
      `All or nothing is possible for files of up to ${ALL_OR_NOTHING_ROWS} rows. Split the file, or import the good rows.`,
    );
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
