import { readClusterSeconds } from '../transactions/cluster-time-record.js';
import { CommitLog } from '../transactions/commit-log.js';
import { WriterGate } from '../transactions/writer-gate.js';
import { ConnectionPool } from '../sqlite/connection-pool.js';
import { SqlConnection } from '../sqlite/connection.js';
import type { Catalog } from './catalog.js';
import { collectionTable, loadCatalog } from './catalog-store.js';
import { decode } from '../values/codec.js';
import type { Doc } from '../values/types.js';
import { configure, prepareFile } from './format.js';
import { Unit } from './unit.js';

/** A reading unit together with the connection that has to be given back. */
export interface ReadLease {
  readonly unit: Unit;
  /** Ends the snapshot unless a cursor has kept it. */
  release(): void;
}

/** The open file: one writer connection, a pool for readers and transactions, the committed catalog. */
export class Database {
  readonly writer: SqlConnection;
  readonly pool: ConnectionPool;
  readonly gate = new WriterGate();
  readonly commits: CommitLog;
  /** The catalog as of the last commit. */
  catalog: Catalog;

  /** Opens or creates the file. Throws FormatVersionError or the binding's errors. */
  constructor(readonly file: string) {
    this.writer = new SqlConnection(file);
    try {
      prepareFile(this.writer, file);
      this.catalog = loadCatalog(this.writer);
      this.commits = new CommitLog(readClusterSeconds(this.writer));
    } catch (error) {
      this.writer.close();
      throw error;
    }
    this.pool = new ConnectionPool(file, configure);
  }

  /** A snapshot of the last commit on a connection of its own. */
  openRead(): ReadLease {
    const connection = this.pool.borrow();
    try {
      connection.exec('BEGIN');
      connection.get('SELECT 1 FROM meta'); // BEGIN alone takes no snapshot
    } catch (error) {
      this.pool.giveBack(connection);
      throw error;
    }
    let kept = false;
    const end = (): void => this.pool.giveBack(connection);
    const keep = (): (() => void) => {
      kept = true;
      return end;
    };
    return {
      unit: new Unit(connection, this.catalog, undefined, keep),
      release: () => {
        if (!kept) end();
      },
    };
  }

  /** A document as of the last commit; to be called while nobody writes. */
  readCommitted(collectionId: number, rid: number): Doc | undefined {
    const row = this.writer.get(`SELECT doc FROM ${collectionTable({ id: collectionId })} WHERE rid = ?`, rid);
    return row === undefined ? undefined : decode(row[0] as Uint8Array);
  }

  /** Moves what the write-ahead log holds into the file, as far as nobody reads an older state. */
  checkpoint(): void {
    this.writer.get('PRAGMA wal_checkpoint(PASSIVE)');
  }

  close(): void {
    this.pool.close();
    this.writer.close();
  }
}
