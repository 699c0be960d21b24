import { MongoError } from '../errors.js';
import type { Database } from '../store/database.js';
import type { Unit } from '../store/unit.js';
import { OpenTransaction } from './open-transaction.js';
import { SESSION_LIFE_MS, readRecord, writeRecord } from './session-records.js';

/** Longest life of a transaction, in milliseconds (`transactionLifetimeLimitSeconds`). */
const TRANSACTION_LIFE_MS = 60_000;
/**
 * How long a transaction waits for its client to come back over another connection: a driver that loses one, or gives
 * it up after a time limit of its own, looks again after half a second and repeats its commit.
 */
export const RETURN_MS = 1000;

/** Which transaction a command belongs to. */
export interface TransactionId {
  readonly lsid: string;
  readonly txnNumber: number;
}

/** What a session did last under its highest transaction number. */
type SessionState = RetryableWrite | Transaction;

interface RetryableWrite {
  readonly kind: 'write';
  readonly txnNumber: number;
  usedAt: number;
}

interface Transaction {
  readonly kind: 'transaction';
  readonly txnNumber: number;
  state: 'open' | 'committed' | 'aborted';
  usedAt: number;
  readonly work: OpenTransaction;
  readonly clients: Set<object>;
  readonly timer: NodeJS.Timeout;
  /** Runs while every client that took part has gone. */
  returning: NodeJS.Timeout | undefined;
}

/** Knows the transaction of every session and ends those that are finished, too old or left behind. */
export class SessionRegistry {
  readonly #sessions = new Map<string, SessionState>();
  /** Longest life of transactions that start from now on, in milliseconds. */
  transactionLifeMs = TRANSACTION_LIFE_MS;
  /** Called with the session whenever its transaction has ended. */
  onEnd: (lsid: string) => void = () => undefined;

  constructor(private readonly database: Database) {}

  /** Transactions that are open at the moment. */
  get openCount(): number {
    let count = 0;
    for (const session of this.#sessions.values())
      if (session.kind === 'transaction' && session.state === 'open') count += 1;
    return count;
  }

  /** Starts a transaction. An older open one of the session is aborted. Throws 117 and 225. */
  start(id: TransactionId): void {
    const { lsid, txnNumber } = id;
    if (this.#highest(id, 'Cannot start transaction') === txnNumber) {
      throw new MongoError(
        117,
        `Only servers in a sharded cluster can start a new transaction at the active transaction number ${txnNumber}`,
      );
    }
    this.#abort(lsid);
    const timer = setTimeout(() => this.#abort(lsid), this.transactionLifeMs);
    const work = new OpenTransaction(this.database);
    const usedAt = Date.now();
    this.#sessions.set(lsid, {
      kind: 'transaction',
      txnNumber,
      state: 'open',
      usedAt,
      work,
      clients: new Set(),
      timer,
      returning: undefined,
    });
  }

  /** Notes that a client takes part in the session's open transaction. Throws 225, 251, 256. */
  join(id: TransactionId, client: object): void {
    takePart(this.#openTransaction(id), client);
  }

  /** Runs one command inside the session's transaction. Any error aborts the transaction. Throws 225, 251, 256. */
  async run<T>(id: TransactionId, client: object, writes: boolean, work: (unit: Unit) => T | Promise<T>): Promise<T> {
    const transaction = this.#openTransaction(id);
    takePart(transaction, client);
    try {
      return await transaction.work.run(writes, work);
    } catch (error) {
      this.#abort(id.lsid, id.txnNumber);
      throw error;
    }
  }

  /** Commits; a repeated commit succeeds again, also after a restart. Throws 225, 251. */
  async commit(id: TransactionId): Promise<void> {
    const session = this.#sessions.get(id.lsid);
    if (session?.kind !== 'transaction' || session.txnNumber !== id.txnNumber) return this.#confirmCommitted(id);
    if (session.state === 'committed') return;
    const { work } = this.#openTransaction(id);
    try {
      await work.commit((unit) =>
        writeRecord(unit, id.lsid, { txnNumber: id.txnNumber, kind: 'commit', reply: undefined }),
      );
    } catch (error) {
      if (isCommitted(session)) return; // by the same command sent twice, while both waited
      this.#abort(id.lsid, id.txnNumber);
      throw error;
    }
    session.state = 'committed';
    this.#ended(id.lsid, session);
  }

  /** Aborts. Throws 225, 251 when there is nothing to abort, 256 when it is committed. */
  abort(id: TransactionId): void {
    this.#openTransaction(id);
    this.#abort(id.lsid);
  }

  /** Ends sessions for good; open transactions are aborted. */
  endSessions(lsids: readonly string[]): void {
    for (const lsid of lsids) {
      this.#abort(lsid);
      this.#sessions.delete(lsid);
    }
  }

  /** Aborts every open transaction. Its session goes on, and knows that it was aborted. */
  abortAll(): void {
    for (const lsid of this.#sessions.keys()) this.#abort(lsid);
  }

  /** Aborts the transactions of which every client that took part has gone, unless one comes back in time. */
  clientGone(client: object): void {
    for (const [lsid, session] of this.#sessions) {
      if (session.kind !== 'transaction') continue;
      if (!session.clients.delete(client) || session.clients.size > 0) continue;
      session.returning = setTimeout(() => this.#abort(lsid, session.txnNumber), RETURN_MS);
    }
  }

  /** Forgets sessions that nobody has used for as long as a session lives. */
  forgetOld(now = Date.now()): void {
    for (const [lsid, session] of this.#sessions) {
      const isOpen = session.kind === 'transaction' && session.state === 'open';
      if (!isOpen && now - session.usedAt > SESSION_LIFE_MS) this.#sessions.delete(lsid);
    }
  }

  /** Aborts everything that is open. */
  close(): void {
    this.abortAll();
    this.#sessions.clear();
  }

  /**
   * A retryable write begins or is repeated; an open transaction with a lower number is given up. Throws 225, and 72
   * where the number is a transaction's.
   */
  beginWrite(id: TransactionId): void {
    const highest = this.#highest(id, 'Cannot run retryable write');
    const session = this.#sessions.get(id.lsid);
    if (highest === id.txnNumber && session?.kind === 'transaction') throw outsideTransaction();
    this.#abort(id.lsid);
    this.#sessions.set(id.lsid, { kind: 'write', txnNumber: id.txnNumber, usedAt: Date.now() });
  }

  /** The highest number the session has used. Throws 225 when it is above that of the command. */
  #highest({ lsid, txnNumber }: TransactionId, wish: string): number {
    const highest = this.#sessions.get(lsid)?.txnNumber ?? readRecord(this.database.writer, lsid)?.txnNumber ?? -1;
    if (highest <= txnNumber) return highest;
    throw new MongoError(
      225,
      `${wish} ${txnNumber} on session ${lsid} because a newer transaction ${highest} has already started`,
    );
  }

  #openTransaction(id: TransactionId): Transaction {
    const { lsid, txnNumber } = id;
    const session = this.#sessions.get(lsid);
    if (session?.kind !== 'transaction' || session.txnNumber !== txnNumber) {
      const highest = this.#highest(id, 'Cannot continue transaction');
      throw new MongoError(
        251,
        `Given transaction number ${txnNumber} does not match any in-progress transactions. The active transaction number is ${highest}`,
      );
    }
    session.usedAt = Date.now();
    if (session.state === 'committed')
      throw new MongoError(256, `Transaction with { txnNumber: ${txnNumber} } has been committed.`);
    if (session.state === 'aborted' || session.work.ended)
      throw new MongoError(251, `Transaction with { txnNumber: ${txnNumber} } has been aborted.`);
    return session;
  }

  #confirmCommitted(id: TransactionId): void {
    const record = readRecord(this.database.writer, id.lsid);
    if (record?.kind === 'commit' && record.txnNumber === id.txnNumber) return;
    this.#openTransaction(id);
  }

  #abort(lsid: string, txnNumber?: number): void {
    const session = this.#sessions.get(lsid);
    if (session?.kind !== 'transaction' || session.state !== 'open') return;
    if (txnNumber !== undefined && session.txnNumber !== txnNumber) return;
    session.state = 'aborted';
    session.work.abort();
    this.#ended(lsid, session);
  }

  #ended(lsid: string, session: Transaction): void {
    clearTimeout(session.timer);
    clearTimeout(session.returning);
    session.clients.clear();
    this.onEnd(lsid);
  }
}

function isCommitted({ state }: Transaction): boolean {
  return state === 'committed';
}

function takePart(transaction: Transaction, client: object): void {
  clearTimeout(transaction.returning);
  transaction.clients.add(client);
}

/** The refusal of a write that says nothing of the transaction whose number it carries. */
export function outsideTransaction(): MongoError {
  return new MongoError(72, 'Must specify autocommit=false on all operations of a multi-statement transaction.');
}
