import type { Actor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { NotFound } from '../../kernel/errors.js';
import type { Unit } from '../../kernel/units.js';
import type { Logger } from '../../platform/logger.js';
import type { Outbox } from '../../platform/outbox/index.js';
import { acrossOrganizations, inOrganization } from '../../platform/request-context.js';
import type { Storage } from '../../platform/storage/index.js';
import type { OrganizationsModule } from '../organizations/index.js';
import type { PeopleModule } from '../people/index.js';
import type { RequestsModule } from '../requests/index.js';
import { createImportCheck } from './check-import.js';
import { assertConfirmable } from './confirmable.js';
import { failedRowsFile } from './failed-rows.js';
import { forgetPerson } from './forget-person.js';
import { toImport, type ImportRecord } from './import.model.js';
import { administers, assertMayLookAt, assertMayWorkOn } from './import.policy.js';
import { createImportStore } from './import.store.js';
import { NO_EFFECT, type ConfirmOptions, type ImportKind } from './import.js';
import type { ImportsModule, UploadedImport } from './imports.module.js';
import { kindsOfImport } from './kinds-of-import.js';
import { listChanges, listProblems } from './list-rows.js';
import { createImportMapping } from './map-import.js';
import { createMappingStore } from './mapping/mapping.store.js';
import { PEOPLE_COLUMNS } from './people/people-columns.js';
import { createReceiver } from './receive-file.js';
import { createImportRun, resumingActor } from './run-import.js';
import { createSeal } from './sealed-text.js';
import { templateOf } from './table/template.js';
import { createTidying, STALLED_MS } from './tidy-imports.js';
import { boundTo, within } from './waiting.js';

export interface ImportsDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly organizations: OrganizationsModule;
  readonly people: PeopleModule;
  /** Judges and makes what files of units propose and grant. */
  readonly requests: Pick<RequestsModule, 'batches'>;
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
  const kindOf = kindsOfImport(deps);
  const parts = { ...deps, store, seal, mappings, kindOf, columnOrder: PEOPLE_COLUMNS };
  const receive = createReceiver({
    ...parts,
    savedMapping: ({ kind }, titles) => mappings.forHeader(kind, titles),
  });
  const mapping = createImportMapping(parts);
  const tidying = createTidying(parts);
  const checkImport = createImportCheck(parts);
  const runImport = createImportRun({ ...parts, actorOf: (record) => actorOf(record.organization, record) });
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

  /** In the actor's organization, for who may bring in files of the kind. */
  async function forKind<T>(actor: Actor, kind: ImportKind, unit: Unit | null, work: () => Promise<T>): Promise<T> {
    kindOf(kind).assertMayImport(actor, unit);
    return inOrganization(actor.organizationId, work);
  }

  /** With an import that the actor may look at. */
  async function looking<T>(actor: Actor, id: string, look: (record: ImportRecord) => Promise<T> | T): Promise<T> {
    return inOrganization(actor.organizationId, async () => {
      const record = await store.byId(id);
      assertMayLookAt(actor, record);
      return look(record);
    });
  }

  /** With an import that the actor may go on with. */
  function working<T>(actor: Actor, id: string, work: (record: ImportRecord) => Promise<T> | T): Promise<T> {
    return looking(actor, id, (record) => {
      assertMayWorkOn(actor, record);
      return work(record);
    });
  }

  const people = <T>(actor: Actor, work: () => Promise<T>): Promise<T> => forKind(actor, 'people', null, work);

  async function markConfirmed(id: string, options: ConfirmOptions): Promise<ImportRecord> {
    const record = await store.byId(id);
    if (record.status === 'running' || record.status === 'completed') return record;
    assertConfirmable(record, options);
    const confirmed = {
      status: 'running' as const,
      step: 0,
      steps: record.chunks * kindOf(record.kind).passes,
      movedAt: clock.now(),
      allOrNothing: options.allOrNothing ?? false,
      written: NO_EFFECT,
      initialPasswordHash: options.initialPasswordHash ?? null,
      mustChangePassword: options.mustChangePassword ?? true,
    };
    await store.change(id, { status: 'checked' }, confirmed);
    return store.byId(id);
  }

  /** Has an import checked, anew where it was before; a large one goes on being checked after the answer. */
  async function check(
    actor: Actor,
    record: ImportRecord,
    chosen: Pick<ImportRecord, 'acknowledgeDuplicates'> = {},
  ): Promise<ImportRecord> {
    const { _id: id, rows, status } = record;
    if (status === 'checked') {
      const anew = {
        ...chosen,
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

  async function upload(actor: Actor, file: UploadedImport): Promise<ImportRecord> {
    const { kind, unit = null, path, name, mode = 'create', mapColumns = false } = file;
    const acknowledgeDuplicates = file.acknowledgeDuplicates ?? false;
    const given = { path, name, mode, mapColumns, unit, acknowledgeDuplicates };
    const { record } = await receive(actor, kindOf(kind), given);
    return check(actor, record, { acknowledgeDuplicates });
  }

  const checkFile: ImportsModule['check'] = (actor, file) =>
    forKind(actor, file.kind, file.unit ?? null, async () => toImport(await upload(actor, file)));

  return {
    check: checkFile,
    checkPeople: (actor, file) => checkFile(actor, { ...file, kind: 'people' }),
    confirm: (actor, id, options = {}) =>
      working(actor, id, async ({ kind, unit }) => {
        kindOf(kind).assertMayImport(actor, unit ?? null);
        const { status } = await storage.run(() => markConfirmed(id, options));
        if (status === 'running') await within(ANSWER_MS, start(actor, id));
        return toImport(await store.byId(id));
      }),
    discard: (actor, id) =>
      working(actor, id, async () => {
        await tidying.discard(actor, id);
        return toImport(await store.byId(id));
      }),
    byId: (actor, id) => looking(actor, id, toImport),
    list: (actor, page, { kind, unit, own = false } = {}) =>
      inOrganization(actor.organizationId, async () => {
        const personId = actor.kind === 'person' ? actor.personId : undefined;
        const uploaderId = own || !administers(actor) ? (personId ?? '') : undefined;
        const { items, ...rest } = await store.list(page, { kind, unit, uploaderId });
        return { items: items.map((record) => toImport({ ...record, problems: [], reasons: [] })), ...rest };
      }),
    problems: (actor, id, page, group) => looking(actor, id, () => listProblems(store, id, page, group)),
    changes: (actor, id, page) => looking(actor, id, () => listChanges(store, id, page)),
    failedRows: (actor, id) => boundTo(actor.organizationId, failedRowsOf(actor, id)),
    template(actor, kind, unit = null) {
      kindOf(kind).assertMayImport(actor, unit);
      return templateOf(kindOf(kind).hints);
    },
    columns(kind) {
      const { required } = kindOf(kind).shape('create');
      return Object.entries(kindOf(kind).hints).map(([name, hint]) => ({
        name,
        hint,
        required: required.includes(name),
      }));
    },
    sheet: (actor, id) => working(actor, id, () => mapping.sheet(id)),
    map: (actor, id, given) => working(actor, id, async () => toImport(await mapping.map(id, given))),
    checkMapped: (actor, id) => working(actor, id, async () => toImport(await check(actor, await mapping.close(id)))),
    saveMapping: (actor, id, name) => working(actor, id, () => mapping.save(actor, id, name)),
    mappings: (actor) => people(actor, () => mappings.list('people')),
    mappingById: (actor, id) => people(actor, () => mappings.byId(id)),
    changeMapping: (actor, id, name, given) => people(actor, () => mapping.change(actor, id, name, given)),
    deleteMapping: (actor, id) => people(actor, () => mappings.remove(actor, id)),
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

  async function* failedRowsOf(actor: Actor, id: string): AsyncGenerator<string, void> {
    const record = await store.byId(id);
    assertMayWorkOn(actor, record);
    if (!record.kept) {
      throw new NotFound('import.rows_deleted', 'The rows of this file were deleted. Upload the file again.');
    }
    yield* failedRowsFile(store, kindOf(record.kind), record);
  }

  async function takeUp(isMeant: (record: Pick<ImportRecord, '_id' | 'movedAt'>) => boolean): Promise<number> {
    const left = (await acrossOrganizations(() => store.atWork())).filter(isMeant);
    for (const { _id: id, organization } of left) {
      const actor = await inOrganization(organization, async () => actorOf(organization, await store.byId(id)));
      await start(actor, id);
    }
    return left.length;
  }

  /** Who goes on with an import: whoever it is in the name of, as of now; the system for what is nobody's own. */
  async function actorOf(organization: string, { kind, by }: ImportRecord): Promise<Actor> {
    const uploader =
      kindOf(kind).actsForUploader && by.id !== null ? await deps.people.access.actorOf(by.id) : undefined;
    return uploader ?? resumingActor(organization, by);
  }
}
