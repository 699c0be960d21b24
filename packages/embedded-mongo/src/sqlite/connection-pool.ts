import { SqlConnection } from './connection.js';

/** Idle connections that are kept open. */
const MAX_IDLE = 16;

/** Idle connections that keep the pages they have read; those given back last are lent first. */
const MAX_WARM = 4;

/** Lends connections to one file, each to one borrower at a time. */
export class ConnectionPool {
  readonly #idle: SqlConnection[] = [];
  readonly #lent = new Set<SqlConnection>();
  #closed = false;

  constructor(
    private readonly file: string,
    private readonly configure: (connection: SqlConnection) => void,
  ) {}

  borrow(): SqlConnection {
    const connection = this.#idle.pop() ?? this.#open();
    this.#lent.add(connection);
    return connection;
  }

  /** Takes a connection back; a transaction still open on it is rolled back. */
  giveBack(connection: SqlConnection): void {
    if (!this.#lent.delete(connection)) return;
    try {
      connection.rollback();
    } catch {
      connection.close(); // a connection that cannot even roll back is of no more use
      return;
    }
    if (this.#closed || this.#idle.length >= MAX_IDLE) {
      connection.close();
      return;
    }
    if (this.#idle.length >= MAX_WARM) connection.shrink();
    this.#idle.push(connection);
  }

  close(): void {
    this.#closed = true;
    for (const connection of [...this.#idle, ...this.#lent]) connection.close();
    this.#idle.length = 0;
    this.#lent.clear();
  }

  #open(): SqlConnection {
    const connection = new SqlConnection(this.file);
    this.configure(connection);
    return connection;
  }
}
