import { MongoError } from '../errors.js';
import type { SqlConnection } from '../sqlite/connection.js';
import type { Database } from '../store/database.js';
import { ReadSet } from '../store/read-set.js';
import { Unit } from '../store/unit.js';
import { keepClusterSeconds } from './cluster-time-record.js';
import type { Release } from './writer-gate.js';

/**
 * One multi-document transaction on a connection of its own. It reads the snapshot of its first command; with
 * its first write it becomes the writer, waiting for its turn. If something it has read was changed
 * meanwhile it is refused with 112, otherwise its snapshot moves to the present.
 */
export class OpenTransaction {
  #reads = new ReadSet();
  #connection: SqlConnection | undefined;
  #unit: Unit | undefined;
  #snapshot: number | undefined;
  #release: Release | undefined;
  #ended = false;
  /** A command works, or rests between two slices of its work. */
  #isRunning = false;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(private readonly database: Database) {}

  get ended(): boolean {
    return this.#ended;
  }

  /** Runs one command of the transaction after those before it. Throws 112 and 251. */
  run<T>(writes: boolean, work: (unit: Unit) => T | Promise<T>): Promise<T> {
    const result = this.#tail.then(() => this.#run(writes, work));
    this.#tail = result.then(nothing, nothing); // not the result itself, which may be a large batch
    return result;
  }

  /** Makes everything durable and visible. `record` may store something in the same commit. */
  commit(record: (unit: Unit) => void): Promise<void> {
    const result = this.#tail.then(() => this.#commit(record));
    this.#tail = result.then(nothing, nothing);
    return result;
  }

  /** Undoes everything. May be called at any time, also while a command waits for the writer. */
  abort(): void {
    this.#end();
  }

  async #run<T>(writes: boolean, work: (unit: Unit) => T | Promise<T>): Promise<T> {
    this.#assertOpen();
    if (writes && this.#release === undefined) await this.#becomeWriter();
    this.#assertOpen();
    this.#isRunning = true;
    try {
      return await work(this.#unit ?? this.#beginRead());
    } finally {
      this.#isRunning = false;
      if (this.#ended) this.#giveUp();
    }
  }

  #commit(record: (unit: Unit) => void): void {
    this.#assertOpen();
    const unit = this.#unit;
    try {
      if (this.#release !== undefined && unit !== undefined) {
        record(unit);
        keepClusterSeconds(unit.connection, this.database.commits.clock);
        unit.connection.exec('COMMIT');
        this.database.catalog = unit.catalog;
        if (!unit.changes.isEmpty) this.database.commits.append(unit.changes);
      }
    } catch (error) {
      this.database.commits.clock.noted = 0;
      throw error;
    } finally {
      this.#end();
    }
  }

  #beginRead(): Unit {
    const { connection, catalog } = this.database.openRead().unit;
    this.#connection = connection;
    this.#snapshot = this.database.commits.openSnapshot();
    this.#unit = new Unit(connection, catalog, this.#reads);
    return this.#unit;
  }

  async #becomeWriter(): Promise<void> {
    const release = await this.database.gate.acquire();
    if (release === undefined) throw conflict('the writer stayed taken by another transaction');
    if (this.#ended) {
      release();
      this.#assertOpen();
    }
    this.#release = release;
    if (this.#isOutdated()) {
      throw conflict('what this transaction has read was changed by another one');
    }
    const connection = this.#connection ?? this.database.pool.borrow();
    this.#connection = connection;
    if (connection.inTransaction) connection.exec('COMMIT');
    connection.exec('BEGIN IMMEDIATE');
    this.#closeSnapshot();
    this.#unit = new Unit(connection, this.database.catalog);
  }

  /** Called while this transaction has the writer, so that nothing changes meanwhile. */
  #isOutdated(): boolean {
    if (this.#snapshot === undefined) return false;
    const changes = this.database.commits.changesSince(this.#snapshot);
    if (changes === undefined) return true;
    return this.#reads.isAffectedBy(changes, (id, rid) => this.database.readCommitted(id, rid));
  }

  #assertOpen(): void {
    if (this.#ended) throw transactionAborted();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (!this.#isRunning) this.#giveUp();
  }

  /** Gives back connection and writer; not before the running command has left them. */
  #giveUp(): void {
    this.#closeSnapshot();
    const connection = this.#connection;
    this.#connection = undefined;
    this.#unit = undefined;
    try {
      if (connection !== undefined) this.database.pool.giveBack(connection);
    } finally {
      this.#release?.();
    }
  }

  #closeSnapshot(): void {
    if (this.#snapshot !== undefined) this.database.commits.closeSnapshot(this.#snapshot);
    this.#snapshot = undefined;
    this.#reads = new ReadSet(); // the session may remember this transaction for half an hour
  }
}

function nothing(): void {
  // for what only has to have ended
}

/** What commands of an aborted transaction are answered. */
export function transactionAborted(): MongoError {
  return new MongoError(251, 'the transaction has been aborted');
}

function conflict(reason: string): MongoError {
  return new MongoError(112, `Write conflict: ${reason}. Please retry the transaction.`);
}
