import { AsyncLocalStorage } from 'node:async_hooks';
import type { Connection } from 'mongoose';
import { createWaitingLine } from './waiting-line.js';

interface Transaction {
  afterCommit: (() => void)[];
}

/** Runs work in a transaction and lets code inside say what shall happen once it is committed. */
export interface Transactions {
  /**
   * Runs `work` in one transaction; every Mongoose call inside belongs to it without being told. Inside another
   * transaction it joins that one. `work` may run more than once (write conflicts), so it must not touch the world
   * outside the database, and must not run queries in parallel.
   */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Calls back after the surrounding transaction is committed; at once when there is none. */
  afterCommit(callback: () => void): void;
}

/** How long a transaction waits for its turn before the sender is told to try again. */
const WAIT_MS = 10_000;

/**
 * `atOnce` must stay well below the size of the connection pool: a transaction that waits for the writer holds a
 * connection, and when all are held by those who wait, the one that writes cannot go on.
 */
export function createTransactions(connection: Connection, { atOnce }: { readonly atOnce: number }): Transactions {
  const line = createWaitingLine({ atOnce, waitMs: WAIT_MS });
  const current = new AsyncLocalStorage<Transaction>();
  return {
    async run<T>(work: () => Promise<T>): Promise<T> {
      if (current.getStore() !== undefined) return work();
      const transaction: Transaction = { afterCommit: [] };
      let result: T | undefined;
      await line.run(() =>
        connection.transaction(async () => {
          transaction.afterCommit = [];
          result = await current.run(transaction, work);
        }),
      );
      for (const callback of transaction.afterCommit) callback();
      return result as T;
    },
    afterCommit(callback: () => void): void {
      const transaction = current.getStore();
      if (transaction === undefined) callback();
      else transaction.afterCommit.push(callback);
    },
  };
}
