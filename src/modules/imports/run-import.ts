import { systemActor, type Actor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { InvalidInput, RuleBroken } from '../../kernel/errors.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { KeptRow } from './import-chunk.model.js';
import { addEffects, effectOf } from './import-effect.js';
import { NO_EFFECT } from './import.js';
import { contextOf, type ImportRecord } from './import.model.js';
import type { ImportStore } from './import.store.js';
import type { KindOfImport, WriteOptions } from './kind-of-import.js';
import { isWorthTelling } from './progress.js';
import { openStagedFile, type OpenFile } from './staged-file.js';
import { problemsOf } from './summarise-import.js';

export interface ImportRunParts {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly store: ImportStore;
  readonly kindOf: (name: ImportRecord['kind']) => KindOfImport;
  /** In whose name an import goes on, with what that one may do now. */
  readonly actorOf: (record: ImportRecord) => Promise<Actor>;
}

const MAX_SURPRISES = 5;

/** Another process took the import further; this one has nothing left to do. */
class Overtaken extends Error {}

/** A row cannot be written, and the import was to write all or nothing. */
class NotAll extends Error {
  constructor(
    readonly chunk: number,
    readonly rows: readonly KeptRow[],
  ) {
    super('not all rows can be written');
  }
}

interface Step {
  readonly pass: number;
  readonly chunk: number;
}

/**
 * Writes the rows of a confirmed import, chunk by chunk, each in one transaction that also moves the step. So a run that
 * dies goes on where it stood, and what was written is never written again.
 */
export function createImportRun(parts: ImportRunParts) {
  const { storage, store, kindOf, clock, actorOf } = parts;

  /** A duty that is taken away while a long file is written ends the writing of its rows. */
  async function actorNow(actor: Actor, record: ImportRecord, kind: KindOfImport): Promise<Actor> {
    return kind.actsForUploader ? actorOf(record) : actor;
  }

  async function prepare(kind: KindOfImport, file: OpenFile, { pass, chunk }: Step): Promise<unknown> {
    return kind.prepare(pass, await file.withValues(chunk, await store.chunk(file.id, chunk)));
  }

  async function runSteps(actor: Actor, id: string, kind: KindOfImport, file: OpenFile): Promise<void> {
    let surprises = 0;
    for (;;) {
      const record = await store.find(id, { status: 'running' });
      if (record === undefined) return;
      const prepared = await prepare(kind, file, stepOf(record));
      try {
        const now = await actorNow(actor, record, kind);
        if (await storage.run(() => takeStep(now, record, kind, file, prepared))) return;
      } catch (error) {
        // Somebody took one of these names between the check and the writing: the next check sees it.
        if (!isSurprise(error) || ++surprises > MAX_SURPRISES) throw error;
      }
    }
  }

  async function runAtOnce(actor: Actor, id: string, kind: KindOfImport, file: OpenFile): Promise<void> {
    const { steps, chunks } = await store.byId(id);
    const prepared: unknown[] = [];
    for (let step = 0; step < steps; step += 1) prepared.push(await prepare(kind, file, stepOf({ step, chunks })));
    for (let surprises = 0; ; surprises += 1) {
      try {
        const now = await actorNow(actor, await store.byId(id), kind);
        await storage.run(async () => {
          for (;;) {
            const record = await store.find(id, { status: 'running' });
            if (record === undefined) throw new Overtaken();
            if (await takeStep(now, record, kind, file, prepared[record.step])) return;
          }
        });
        return;
      } catch (error) {
        if (error instanceof NotAll) return storage.run(() => backToChecked(actor, id, error));
        if (!isSurprise(error) || surprises === MAX_SURPRISES) throw error;
      }
    }
  }

  /** One step from the state that `record` shows. True when it was the last one. */
  async function takeStep(
    actor: Actor,
    record: ImportRecord,
    kind: KindOfImport,
    file: OpenFile,
    prepared: unknown,
  ): Promise<boolean> {
    const { pass, chunk } = stepOf(record);
    const last = record.step === record.steps - 1;
    const before = await store.chunk(record._id, chunk);
    const rows = await file.withValues(chunk, before);
    const after = await kind.write(pass, actor, rows, prepared, optionsOf(record));
    if (record.allOrNothing && hasNews(before, after)) throw new NotAll(chunk, after);
    if (pass === kind.passes - 1) await keepWhatFailed(record._id, chunk, after);
    else await store.replaceChunk(record._id, chunk, after);
    const changes: Partial<ImportRecord> = {
      ...progressOf(record, before, after),
      movedAt: clock.now(),
      ...(last && {
        status: 'completed',
        completedAt: clock.now(),
        initialPasswordHash: null,
        ...(await problemsOf(store, record._id)),
      }),
    };
    if (!(await store.change(record._id, { status: 'running', step: record.step }, changes))) throw new Overtaken();
    if (last) await kind.conclude?.(actor, contextOf(record), changes.written ?? NO_EFFECT);
    await announce(actor, { ...record, ...changes }, last);
    return last;
  }

  /** What is done with need not be kept, its cells least of all; rows that failed stay for the file to mend. */
  async function keepWhatFailed(id: string, chunk: number, rows: readonly KeptRow[]): Promise<void> {
    const rest = rows.filter(({ done, problems }) => !done || problems.length > 0);
    const failed = new Set(rest.filter(({ done }) => !done).map((row) => row.id));
    await store.replaceChunk(id, chunk, rest);
    await store.replaceRaw(
      id,
      chunk,
      (await store.raw(id, chunk)).filter((row) => failed.has(row.id)),
    );
  }

  async function announce(actor: Actor, record: ImportRecord, last: boolean): Promise<void> {
    const subject = { type: 'import', id: record._id };
    const personId = record.by.id;
    if (isWorthTelling(record.step - 1, record.step, record.steps)) {
      await parts.outbox.record(actor, {
        type: 'import.progressed',
        subject,
        data: { done: record.step, total: record.steps, personId },
      });
    }
    if (!last) return;
    const { created, updated } = record;
    await parts.outbox.record(actor, {
      type: 'import.completed',
      subject,
      data: { created, updated, failed: record.invalid, personId },
    });
  }

  /** Nothing was written; the row that was in the way says why, and the import can be looked at again. */
  async function backToChecked(actor: Actor, id: string, { chunk, rows }: NotAll): Promise<void> {
    const record = await store.find(id, { status: 'running' });
    if (record === undefined) return;
    const before = await store.chunk(id, chunk);
    const after = rows.map((row) => ({ ...row, done: false }));
    await store.replaceChunk(id, chunk, after);
    const failed = after.filter(({ problems }, place) => problems.length > 0 && before[place]?.problems.length === 0);
    const of = (action: KeptRow['action']) => failed.filter((row) => row.action === action).length;
    await store.change(
      id,
      { status: 'running' },
      {
        status: 'checked',
        step: 0,
        valid: record.valid - failed.length,
        invalid: record.invalid + failed.length,
        creates: record.creates - of('create'),
        updates: record.updates - of('update'),
        planned: addEffects(record.planned ?? NO_EFFECT, effectOf(failed), -1),
        movedAt: clock.now(),
        ...(await problemsOf(store, id)),
      },
    );
    await parts.outbox.record(actor, {
      type: 'import.checked',
      subject: { type: 'import', id },
      data: { valid: record.valid - failed.length, invalid: record.invalid + failed.length, personId: record.by.id },
    });
  }

  /** Goes on with a running import until it is complete, or until another process does. */
  return async function runImport(actor: Actor, id: string): Promise<void> {
    const record = await store.find(id, { status: 'running' });
    if (record === undefined) return;
    const kind = kindOf(record.kind);
    const file = openStagedFile(store, kind, record);
    try {
      await (record.allOrNothing ? runAtOnce(actor, id, kind, file) : runSteps(actor, id, kind, file));
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
    }
  };
}

function stepOf({ step, chunks }: Pick<ImportRecord, 'step' | 'chunks'>): Step {
  return { pass: Math.floor(step / chunks), chunk: step % chunks };
}

function optionsOf(record: ImportRecord): WriteOptions {
  const { initialPasswordHash, mustChangePassword } = record;
  return { ...contextOf(record), mustChangePassword, ...(initialPasswordHash !== null && { initialPasswordHash }) };
}

function isSurprise(error: unknown): boolean {
  return error instanceof InvalidInput || error instanceof RuleBroken;
}

/** Who goes on with an import whose confirmer is not there any more. */
export function resumingActor(organizationId: string, { name }: ImportRecord['by']): Actor {
  return systemActor(organizationId, name.startsWith('import by ') ? name : `import by ${name}`);
}

function hasNews(before: readonly KeptRow[], after: readonly KeptRow[]): boolean {
  return after.some(({ problems }, place) => problems.length > (before[place]?.problems.length ?? 0));
}

function progressOf(record: ImportRecord, before: readonly KeptRow[], after: readonly KeptRow[]) {
  const doneNow = after.filter(({ done }, place) => done && before[place]?.done === false);
  const failedNow = after.filter(
    ({ done, problems }, place) => !done && problems.length > 0 && before[place]?.problems.length === 0,
  );
  return {
    step: record.step + 1,
    written: addEffects(record.written ?? NO_EFFECT, effectOf(doneNow)),
    created: record.created + doneNow.filter(({ action }) => action === 'create').length,
    updated: record.updated + doneNow.filter(({ action }) => action === 'update').length,
    valid: record.valid - failedNow.length,
    invalid: record.invalid + failedNow.length,
  };
}
