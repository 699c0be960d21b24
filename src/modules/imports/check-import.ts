import type { Actor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { KeptRow } from './import-chunk.model.js';
import { contextOf, type ImportRecord } from './import.model.js';
import { NO_EFFECT, type ImportEffect } from './import.js';
import type { ImportStore } from './import.store.js';
import type { KindOfImport, Verdict } from './kind-of-import.js';
import { addEffects, effectOf } from './import-effect.js';
import { isWorthTelling } from './progress.js';
import { openStagedFile, type OpenFile } from './staged-file.js';
import { problemsOf } from './summarise-import.js';

export interface ImportCheckParts {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly store: ImportStore;
  readonly kindOf: (name: ImportRecord['kind']) => KindOfImport;
}

/** Another run took the check over; this one has nothing left to do. */
class Overtaken extends Error {}

type Counts = Pick<ImportRecord, 'valid' | 'invalid' | 'creates' | 'updates' | 'unchanged' | 'ignored'> & {
  planned: ImportEffect;
};

/**
 * The dry run of a file whose rows are kept. It writes nothing but its findings, so a run that dies is begun anew by the
 * next one; each step names its run, so that of two runs one goes on.
 */
export function createImportCheck({ storage, outbox, clock, store, kindOf }: ImportCheckParts) {
  async function begin(id: string): Promise<ImportRecord | undefined> {
    const run = newId();
    const changes = { run, step: 0, movedAt: clock.now() };
    return (await store.change(id, { status: 'checking' }, changes)) ? store.find(id, { run }) : undefined;
  }

  async function move(record: ImportRecord, changes: Partial<ImportRecord>): Promise<void> {
    const state = { status: 'checking' as const, run: record.run };
    if (!(await store.change(record._id, state, { ...changes, movedAt: clock.now() }))) throw new Overtaken();
  }

  async function keep(
    actor: Actor,
    record: ImportRecord,
    file: OpenFile,
    verdict: Verdict,
    counts: Counts,
    step: number,
  ) {
    if ('amend' in verdict) {
      const before = await store.chunk(record._id, verdict.chunk);
      const after = before.map(verdict.amend);
      await store.replaceChunk(record._id, verdict.chunk, after);
      add(counts, countsOf(after), countsOf(before));
      return step;
    }
    for (const [chunk, rows] of verdict.judged) {
      await store.replaceChunk(record._id, chunk, rows, file.ignored(chunk));
      add(counts, countsOf(rows));
      counts.ignored += file.ignored(chunk);
    }
    const now = step + verdict.judged.size;
    await move(record, { step: now });
    if (isWorthTelling(step, now, record.chunks)) await tell(actor, record, now);
    return now;
  }

  async function tell(actor: Actor, record: ImportRecord, done: number): Promise<void> {
    await outbox.record(actor, {
      type: 'import.progressed',
      subject: { type: 'import', id: record._id },
      data: { done, total: record.chunks, personId: record.by.id },
    });
  }

  async function finish(actor: Actor, record: ImportRecord, counts: Counts): Promise<void> {
    const found = await problemsOf(store, record._id);
    await storage.run(async () => {
      await move(record, { status: 'checked', ...counts, ...found });
      await outbox.record(actor, {
        type: 'import.checked',
        subject: { type: 'import', id: record._id },
        data: { valid: counts.valid, invalid: counts.invalid, personId: record.by.id },
      });
    });
  }

  /** Checks an import from the beginning, until it is checked or another run does it. */
  return async function checkImport(actor: Actor, id: string): Promise<void> {
    const record = await begin(id);
    if (record === undefined) return;
    const kind = kindOf(record.kind);
    const file = openStagedFile(store, kind, record);
    let counts: Counts = { valid: 0, invalid: 0, creates: 0, updates: 0, unchanged: 0, ignored: 0, planned: NO_EFFECT };
    let step = 0;
    try {
      for await (const verdict of kind.check(file, actor, contextOf(record))) {
        // A transaction may be tried again, and must then count from where it began.
        const [nextStep, nextCounts] = await storage.run(async () => {
          const fresh = { ...counts };
          return [await keep(actor, record, file, verdict, fresh, step), fresh] as const;
        });
        step = nextStep;
        counts = nextCounts;
      }
      await finish(actor, record, counts);
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
    }
  };
}

function countsOf(rows: readonly KeptRow[]): Omit<Counts, 'ignored'> {
  const good = rows.filter(({ problems }) => problems.length === 0);
  const of = (wanted: KeptRow['action']) => good.filter(({ action }) => action === wanted).length;
  return {
    valid: good.length,
    invalid: rows.length - good.length,
    creates: of('create'),
    updates: of('update'),
    unchanged: of('unchanged'),
    planned: effectOf(good),
  };
}

function add(counts: Counts, more: Omit<Counts, 'ignored'>, less?: Omit<Counts, 'ignored'>): void {
  for (const name of ['valid', 'invalid', 'creates', 'updates', 'unchanged'] as const)
    counts[name] += more[name] - (less?.[name] ?? 0);
  counts.planned = addEffects(counts.planned, more.planned);
  if (less !== undefined) counts.planned = addEffects(counts.planned, less.planned, -1);
}
