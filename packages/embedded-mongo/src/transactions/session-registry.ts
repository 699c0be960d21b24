import { MongoError } from '../errors.js';
import type { Database } from '../store/database.js';
import type { Unit } from '../store/unit.js';
import { OpenTransaction, TRANSIENT } from './open-transaction.js';
import { readRecord, writeRecord } from './session-records.js';

/** Longest life of a transaction, in milliseconds (`transactionLifetimeLimitSeconds`). */
export const TRANSACTION_LIFE_MS = 60_000;

/** Which transaction a command belongs to. */
export interface TransactionId {
  readonly lsid: string;
  readonly txnNumber: number;
}

interface SessionState {
  txnNumber: number;
  state: 'open' | 'committed' | 'aborted';
  readonly transaction: OpenTransaction;
  readonly clients: Set<object>;
  readonly timer: NodeJS.Timeout;
}

/** Knows the transaction of every session and ends those that are finished, too old or left behind. */
export class SessionRegistry {
  readonly #sessions = new Map<string, SessionState>();
  /** Called with the session whenever its transaction has ended. */
  onEnd: (lsid: string) => void = () => undefined;

  constructor(private readonly database: Database) {}

  /** Starts a transaction. An older open one of the session is aborted. Throws 117 and 225. */
  start({ lsid, txnNumber }: TransactionId): void {
    const known = this.#sessions.get(lsid);
    this.assertNotOld({ lsid, txnNumber });
    if (known?.txnNumber === txnNumber) {
      throw new MongoError(
        117,
        `Only servers in a sharded cluster can start a new transaction at the active transaction number ${txnNumber}`,
      );
    }
    this.#abort(lsid);
    const timer = setTimeout(() => this.#abort(lsid), TRANSACTION_LIFE_MS);
    const transaction = new OpenTransaction(this.database);
    this.#sessions.set(lsid, { txnNumber, state: 'open', transaction, clients: new Set(), timer });
  }

  /** Runs one command inside the session's transaction. Any error aborts the transaction. Throws 251, 256. */
  async run<T>(
    id: TransactionId,
    client: object,
    writes: boolean,
    work: (unit: Unit) => T | Promise<T>,
  ): Promise<T> {
    const session = this.#open(id);
    session.clients.add(client);
    try {
      return await session.transaction.run(writes, work);
    } catch (error) {
      this.#abort(id.lsid, id.txnNumber);
      throw error;
    }
  }

  /** Commits; a repeated commit succeeds again. Throws 251. */
  async commit(id: TransactionId): Promise<void> {
    const session = this.#sessions.get(id.lsid);
    if (session?.txnNumber !== id.txnNumber) return this.#confirmCommitted(id);
    if (session.state === 'committed') return;
    const { transaction } = this.#open(id);
    try {
      await transaction.commit((unit) =>
        writeRecord(unit, id.lsid, { txnNumber: id.txnNumber, kind: 'commit', reply: undefined }),
      );
    } catch (error) {
      this.#abort(id.lsid, id.txnNumber);
      throw error;
    }
    session.state = 'committed';
    this.#ended(id.lsid, session);
  }

  /** Aborts. Throws 251 when there is nothing to abort, 256 when it is committed. */
  abort(id: TransactionId): void {
    this.#open(id);
    this.#abort(id.lsid);
  }

  /** Ends sessions for good; open transactions are aborted. */
  endSessions(lsids: readonly string[]): void {
    for (const lsid of lsids) {
      this.#abort(lsid);
      this.#sessions.delete(lsid);
    }
  }

  /** Aborts the transactions of which every client that took part has gone. */
  clientGone(client: object): void {
    for (const [lsid, session] of this.#sessions) {
      if (session.clients.delete(client) && session.clients.size === 0) this.#abort(lsid);
    }
  }

  /** Aborts everything that is open. */
  close(): void {
    for (const lsid of [...this.#sessions.keys()]) this.#abort(lsid);
    this.#sessions.clear();
  }

  /** Throws 225 when the session has used a higher number already. */
  assertNotOld({ lsid, txnNumber }: TransactionId): void {
    const known = this.#sessions.get(lsid)?.txnNumber ?? readRecord(this.database.writer, lsid)?.txnNumber ?? -1;
    if (known > txnNumber) {
      throw new MongoError(
        225,
        `Cannot start transaction ${txnNumber} on session ${lsid} because a newer transaction ${known} has already started`,
      );
    }
  }

  /** A retryable write has begun on the session: an open transaction with a lower number is given up. */
  supersede({ lsid, txnNumber }: TransactionId): void {
    const known = this.#sessions.get(lsid);
    if (known !== undefined && known.txnNumber < txnNumber) this.endSessions([lsid]);
  }

  #open({ lsid, txnNumber }: TransactionId): SessionState {
    const session = this.#sessions.get(lsid);
    if (session?.txnNumber !== txnNumber) {
      this.assertNotOld({ lsid, txnNumber });
      throw noSuchTransaction(
        `Given transaction number ${txnNumber} does not match any in-progress transactions. The active transaction number is ${session?.txnNumber ?? -1}`,
      );
    }
    if (session.state === 'committed')
      throw new MongoError(256, `Transaction with { txnNumber: ${txnNumber} } has been committed.`);
    if (session.state === 'aborted' || session.transaction.ended) {
      throw noSuchTransaction(`Transaction with { txnNumber: ${txnNumber} } has been aborted.`);
    }
    return session;
  }

  #confirmCommitted({ lsid, txnNumber }: TransactionId): void {
    const record = readRecord(this.database.writer, lsid);
    if (record?.kind === 'commit' && record.txnNumber === txnNumber) return;
    this.#open({ lsid, txnNumber });
  }

  #abort(lsid: string, txnNumber?: number): void {
    const session = this.#sessions.get(lsid);
    if (session?.state !== 'open') return;
    if (txnNumber !== undefined && session.txnNumber !== txnNumber) return;
    session.state = 'aborted';
    session.transaction.abort();
    this.#ended(lsid, session);
  }

  #ended(lsid: string, session: SessionState): void {
    clearTimeout(session.timer);
    session.clients.clear();
    this.onEnd(lsid);
  }
}

function noSuchTransaction(message: string): MongoError {
  return new MongoError(251, message, { labels: TRANSIENT });
}
