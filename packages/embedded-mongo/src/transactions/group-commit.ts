import { MongoError } from '../errors.js';
import type { Database } from '../store/database.js';
import { ChangeSet } from '../store/change-set.js';
import { Unit } from '../store/unit.js';
import { keepClusterSeconds } from './cluster-time-record.js';
import { WRITER_WAIT_MS } from './writer-gate.js';

/** A batch is committed after this much work even if more is queued. */
const MAX_BATCH_MS = 50;
const MAX_BATCH_SIZE = 1000;

interface Job {
  readonly queuedAt: number;
  /** Does the work; returns what settles the caller once the batch is committed. */
  readonly run: (unit: Unit) => () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Runs single writes in arrival order. Whatever is queued in the same turn of the event loop shares one commit,
 * each write in a savepoint of its own; nobody gets an answer before the commit.
 */
export class GroupCommit {
  #queue: Job[] = [];
  #running = false;

  constructor(private readonly database: Database) {}

  /** Queues a write. Rejects with its error, or with 24 LockTimeout when the writer stays taken. */
  submit<T>(work: (unit: Unit) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#queue.push({
        queuedAt: performance.now(),
        run: (unit) => {
          const result = work(unit);
          return () => resolve(result);
        },
        fail: reject,
      });
      if (!this.#running) {
        this.#running = true;
        setImmediate(() => void this.#drain());
      }
    });
  }

  /** Resolves when nothing is queued. */
  async idle(): Promise<void> {
    while (this.#running) await new Promise((next) => setImmediate(next));
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const release = await this.database.gate.acquire();
      if (release === undefined) {
        this.#refuseWaiting();
        continue;
      }
      try {
        this.#commitBatch();
      } finally {
        release();
      }
      if (this.#queue.length > 0) await new Promise((next) => setImmediate(next));
    }
    this.#running = false;
  }

  #refuseWaiting(): void {
    const latest = performance.now() - WRITER_WAIT_MS / 2;
    const refused = this.#queue.filter((job) => job.queuedAt <= latest);
    this.#queue = this.#queue.filter((job) => job.queuedAt > latest);
    const error = new MongoError(24, `waited ${WRITER_WAIT_MS} ms for the writer, which open transactions hold`, {
      labels: ['RetryableWriteError'],
    });
    for (const job of refused) job.fail(error);
  }

  #commitBatch(): void {
    const { writer } = this.database;
    const settled: { readonly job: Job; readonly answer: () => void }[] = [];
    const changes = new ChangeSet();
    let { catalog } = this.database;
    const end = performance.now() + MAX_BATCH_MS;
    try {
      writer.run('BEGIN IMMEDIATE');
    } catch (error) {
      this.#queue.shift()?.fail(error);
      return;
    }
    try {
      do {
        const job = this.#queue.shift();
        if (job === undefined) break;
        const unit = new Unit(writer, catalog);
        const answer = this.#runInSavepoint(job, unit);
        if (answer === undefined) continue;
        settled.push({ job, answer });
        catalog = unit.catalog;
        changes.merge(unit.changes);
      } while (performance.now() < end && settled.length < MAX_BATCH_SIZE);
      keepClusterSeconds(writer, this.database.commits.clock);
      writer.run('COMMIT');
    } catch (error) {
      this.database.commits.clock.noted = 0;
      // A full disk may have rolled everything back already: nobody in the batch has been stored.
      if (writer.inTransaction) writer.exec('ROLLBACK');
      for (const { job } of settled) job.fail(error);
      return;
    }
    this.database.catalog = catalog;
    if (!changes.isEmpty) this.database.commits.append(changes);
    for (const { answer } of settled) answer();
  }

  #runInSavepoint(job: Job, unit: Unit): (() => void) | undefined {
    const { connection } = unit;
    connection.run('SAVEPOINT job');
    try {
      const answer = job.run(unit);
      connection.run('RELEASE job');
      return answer;
    } catch (error) {
      job.fail(error);
      if (!connection.inTransaction) throw error; // SQLite has given up the whole batch, as on a full disk
      connection.exec('ROLLBACK TO job; RELEASE job');
      return undefined;
    }
  }
}
