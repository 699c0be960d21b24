import { DatabaseSync } from '@photostructure/sqlite';

/** What may be bound to a statement. Integers must be safe integers. */
export type SqlParameter = string | number | null | Uint8Array;

/** One result row: columns in the order of the select list. */
export type SqlRow = readonly unknown[];

interface PreparedStatement {
  run(...parameters: SqlParameter[]): { changes: number; lastInsertRowid: number | bigint };
  get(...parameters: SqlParameter[]): SqlRow | undefined;
  all(...parameters: SqlParameter[]): SqlRow[];
  iterate(...parameters: SqlParameter[]): IterableIterator<SqlRow>;
}

interface BoundDatabase {
  exec(sql: string): void;
  prepare(sql: string, options: { returnArrays: boolean }): PreparedStatement;
  close(): void;
  readonly isTransaction: boolean;
}

/** Statements kept prepared; with more, all are forgotten and prepared again as needed. */
const MAX_STATEMENTS = 500;

/**
 * One SQLite connection. The rest of the engine knows only this class, so that the binding can be
 * exchanged (the API below is the common part of `@photostructure/sqlite` and `node:sqlite`).
 *
 * Statements are prepared once per SQL text. An iterating statement is lent out until its iteration
 * ends, so that the same SQL can be iterated in nested loops.
 */
export class SqlConnection {
  readonly #database: BoundDatabase;
  readonly #statements = new Map<string, PreparedStatement>();
  readonly #idleIterators = new Map<string, PreparedStatement[]>();
  readonly #iterations = new Set<IterableIterator<SqlRow>>();

  constructor(file: string) {
    this.#database = new DatabaseSync(file);
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  /** Runs SQL text that returns nothing. */
  exec(sql: string): void {
    this.#database.exec(sql);
  }

  /** Runs a writing statement and tells how many rows it changed and the last row id. */
  run(sql: string, ...parameters: SqlParameter[]): { changes: number; lastRowId: number } {
    const result = this.#statement(sql).run(...parameters);
    return { changes: result.changes, lastRowId: Number(result.lastInsertRowid) };
  }

  /** The first row, or undefined. */
  get(sql: string, ...parameters: SqlParameter[]): SqlRow | undefined {
    return this.#statement(sql).get(...parameters);
  }

  /** All rows at once. */
  all(sql: string, ...parameters: SqlParameter[]): SqlRow[] {
    return this.#statement(sql).all(...parameters);
  }

  /** Streams the rows; the statement goes back to the idle ones when the iteration ends or is left. */
  *iterate(sql: string, ...parameters: SqlParameter[]): Generator<SqlRow, void, void> {
    if (this.#idleIterators.size >= MAX_STATEMENTS) this.#idleIterators.clear();
    const idle = this.#idleIterators.get(sql) ?? [];
    this.#idleIterators.set(sql, idle);
    const statement = idle.pop() ?? this.#prepare(sql);
    const rows = statement.iterate(...parameters);
    this.#iterations.add(rows);
    let ended = false;
    try {
      for (let row = rows.next(); row.done !== true; row = rows.next()) yield row.value;
      ended = true;
    } finally {
      this.#iterations.delete(rows);
      if (!ended) rows.return?.();
      idle.push(statement);
    }
  }

  /**
   * Rolls back what is open. Iterations that nobody has left end first: with one of them SQLite would keep the old
   * snapshot over the rollback, and everything read next on this connection would be of that time.
   */
  rollback(): void {
    for (const rows of this.#iterations) rows.return?.();
    this.#iterations.clear();
    if (this.inTransaction) this.#database.exec('ROLLBACK');
  }

  /** Gives back the memory of pages that are read no more; up to 32 MB (`cache_size`). */
  shrink(): void {
    this.#database.exec('PRAGMA shrink_memory');
  }

  /** Rolls back what is open and closes; without the rollback the binding would keep the file locked. */
  close(): void {
    try {
      this.rollback();
    } catch {
      // What the disk refuses to undo now is undone when the file is opened next.
    }
    this.#statements.clear();
    this.#idleIterators.clear();
    this.#database.close();
  }

  #statement(sql: string): PreparedStatement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear();
      statement = this.#prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #prepare(sql: string): PreparedStatement {
    return this.#database.prepare(sql, { returnArrays: true });
  }
}
