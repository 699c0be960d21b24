import { systemActor, type Actor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { InvalidInput } from '../../kernel/errors.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { PeopleModule } from '../people/index.js';
import type { KeptRow } from './import-chunk.model.js';
import type { ImportRecord } from './import.model.js';
import type { ImportStore } from './import.store.js';
import { LISTED_PROBLEMS, type RowProblem } from './import.js';
import { PasswordHashes } from './password-hashes.js';
import type { Seal } from './sealed-text.js';
import { assignSuperiors, registerRows } from './write-rows.js';

export interface ImportRunParts {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly people: PeopleModule;
  readonly store: ImportStore;
  readonly seal: Seal;
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

/**
 * Writes the rows of a confirmed import, chunk by chunk, each in one transaction that also moves the step. So a run that
 * dies goes on where it stood, and what was written is never written again. People come first, superiors second:
 * a manager may stand further down in the file.
 */
export function createImportRun(parts: ImportRunParts) {
  const { storage, store } = parts;

  async function runSteps(actor: Actor, id: string, hashes: PasswordHashes): Promise<void> {
    let surprises = 0;
    for (;;) {
      const record = await store.find(id, { status: 'running' });
      if (record === undefined) return;
      const prepared = record.step < record.chunks ? await hashes.of(await store.chunk(id, record.step)) : undefined;
      try {
        if (await storage.run(() => takeStep(actor, record, prepared))) return;
      } catch (error) {
        // Somebody registered one of these people between the check and the writing: the next check sees it.
        if (!(error instanceof InvalidInput) || ++surprises > MAX_SURPRISES) throw error;
      }
    }
  }

  async function runAtOnce(actor: Actor, id: string, hashes: PasswordHashes): Promise<void> {
    const { chunks } = await store.byId(id);
    const prepared: (Map<string, string> | undefined)[] = [];
    for (let number = 0; number < chunks; number += 1) prepared.push(await hashes.of(await store.chunk(id, number)));
    try {
      await storage.run(async () => {
        for (;;) {
          const record = await store.find(id, { status: 'running' });
          if (record === undefined) throw new Overtaken();
          if (await takeStep(actor, record, prepared[record.step])) return;
        }
      });
    } catch (error) {
      if (!(error instanceof NotAll)) throw error;
      await storage.run(() => backToChecked(id, error));
    }
  }

  /** One step from the state that `record` shows. True when it was the last one. */
  async function takeStep(
    actor: Actor,
    record: ImportRecord,
    hashes: ReadonlyMap<string, string> | undefined,
  ): Promise<boolean> {
    const last = record.step === record.chunks * 2 - 1;
    const number = record.step % record.chunks;
    const before = await store.chunk(record._id, number);
    const after =
      record.step < record.chunks
        ? await registerRows(parts.people, actor, record, before, hashes ?? new Map<string, string>())
        : await assignSuperiors(parts.people, actor, before);
    const news = newProblems(before, after);
    if (record.allOrNothing && news.length > 0) throw new NotAll(number, after);
    // What is done with need not be kept; rows that failed stay for the file to mend.
    const rest = record.step < record.chunks ? after : after.filter(({ created }) => !created);
    await store.replaceChunk(record._id, number, rest);
    const changes = progress(record, before, after, news, last ? parts.clock.now() : undefined);
    if (!(await store.change(record._id, { status: 'running', step: record.step }, changes))) throw new Overtaken();
    await announce(actor, { ...record, ...changes }, last);
    return last;
  }

  async function announce(actor: Actor, record: ImportRecord, last: boolean): Promise<void> {
    const subject = { type: 'import', id: record._id };
    await parts.outbox.record(actor, {
      type: 'import.progressed',
      subject,
      data: { done: record.step, total: record.chunks * 2 },
    });
    if (!last) return;
    await parts.outbox.record(actor, {
      type: 'import.completed',
      subject,
      data: { created: record.created, failed: record.rows - record.created },
    });
  }

  async function backToChecked(id: string, { chunk, rows }: NotAll): Promise<void> {
    const record = await store.find(id, { status: 'running' });
    if (record === undefined) return;
    const before = await store.chunk(id, chunk);
    const problems = newProblems(before, rows);
    const failed = new Set(problems.map(({ line }) => line)).size;
    await store.replaceChunk(
      id,
      chunk,
      rows.map((row) => ({ ...row, created: false })),
    );
    await store.change(
      id,
      { status: 'running' },
      {
        status: 'checked',
        step: 0,
        valid: record.valid - failed,
        invalid: record.invalid + failed,
        problems: [...record.problems, ...problems].slice(0, LISTED_PROBLEMS),
      },
    );
  }

  /** Goes on with a running import until it is complete, or until another process does. */
  return async function runImport(actor: Actor, id: string): Promise<void> {
    const record = await store.find(id, { status: 'running' });
    if (record === undefined) return;
    const hashes = new PasswordHashes(parts.people, parts.seal);
    try {
      await (record.allOrNothing ? runAtOnce(actor, id, hashes) : runSteps(actor, id, hashes));
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
    }
  };
}

/** Who goes on with an import whose confirmer is not there any more. */
export function resumingActor(organizationId: string, by: ImportRecord['by']): Actor {
  return systemActor(organizationId, `people import confirmed by ${by.name}`);
}

function newProblems(before: readonly KeptRow[], after: readonly KeptRow[]): RowProblem[] {
  const known = new Map(before.map((row) => [row.personId, row.problems.length]));
  return after.flatMap(({ personId, line, problems }) =>
    problems.slice(known.get(personId) ?? 0).map((problem) => ({ line, ...problem })),
  );
}

function progress(
  record: ImportRecord,
  before: readonly KeptRow[],
  after: readonly KeptRow[],
  news: readonly RowProblem[],
  completedAt: Date | undefined,
) {
  const createdNow = after.filter(({ created }) => created).length - before.filter(({ created }) => created).length;
  const failedNow = after.filter(
    (row, index) => !row.created && row.problems.length > 0 && before[index]?.problems.length === 0,
  ).length;
  return {
    step: record.step + 1,
    created: record.created + createdNow,
    valid: record.valid - failedNow,
    invalid: record.invalid + failedNow,
    problems: [...record.problems, ...news].slice(0, LISTED_PROBLEMS),
    ...(completedAt !== undefined && { status: 'completed' as const, completedAt, initialPasswordHash: null }),
  };
}
