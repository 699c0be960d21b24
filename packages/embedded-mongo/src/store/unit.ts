import type { SqlConnection } from '../sqlite/connection.js';
import type { Catalog } from './catalog.js';
import { CATALOG_ID, ChangeSet } from './change-set.js';
import type { ReadSet } from './read-set.js';

/**
 * What a command works with: a connection standing in an SQLite transaction and the catalog of the
 * same moment. `reads` is filled only inside multi-document transactions, for conflict detection.
 */
export class Unit {
  readonly changes = new ChangeSet();

  constructor(
    readonly connection: SqlConnection,
    public catalog: Catalog,
    readonly reads?: ReadSet,
    /** Keeps the snapshot alive beyond the command, for a cursor; returns what ends it. */
    readonly keepSnapshot?: () => () => void,
  ) {}

  /** Exchanges the catalog and notes that it changed. */
  changeCatalog(catalog: Catalog): void {
    this.catalog = catalog;
    this.changes.addAll(CATALOG_ID);
  }

  /** Notes that the outcome depends on which collections there are. */
  noteCatalogRead(): void {
    this.reads?.addAll(CATALOG_ID);
  }
}
