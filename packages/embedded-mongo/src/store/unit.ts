import type { SqlConnection } from '../sqlite/connection.js';
import type { Catalog } from './catalog.js';
import { DocumentSet } from './document-set.js';

/** The id under which {@link DocumentSet} files the catalog itself. */
export const CATALOG_ID = 0;

/**
 * What a command works with: a connection standing in an SQLite transaction and the catalog of the
 * same moment. `reads` is filled only inside multi-document transactions, for conflict detection.
 */
export class Unit {
  readonly changes = new DocumentSet();

  constructor(
    readonly connection: SqlConnection,
    public catalog: Catalog,
    readonly writable: boolean,
    readonly reads?: DocumentSet,
    /** Keeps the snapshot alive beyond the command, for a cursor; returns what ends it. */
    readonly keepSnapshot?: () => () => void,
  ) {}

  /** Exchanges the catalog and notes that it changed. */
  changeCatalog(catalog: Catalog): void {
    this.catalog = catalog;
    this.changes.addAll(CATALOG_ID);
  }

  noteRead(collectionId: number, key?: Uint8Array): void {
    if (this.reads === undefined) return;
    if (key === undefined) this.reads.addAll(collectionId);
    else this.reads.add(collectionId, key);
  }
}
