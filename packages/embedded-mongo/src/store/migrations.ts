import type { SqlConnection } from '../sqlite/connection.js';

/**
 * One step of the file format: turns a file of the format before into one of the next. It runs inside a transaction
 * of the caller, and must not begin or commit one itself. What is in a released step never changes again.
 */
export type MigrationStep = (connection: SqlConnection) => void;

/** The steps from format 1 on: the first makes format 2 of it, the second format 3. New ones go to the end. */
export const MIGRATIONS: readonly MigrationStep[] = [addCollectionOptions];

/**
 * Format 2: what a collection was created with (BSON, null for nothing), and how full the capped ones are, in
 * documents and in bytes of BSON, so that no insert has to count.
 */
function addCollectionOptions(connection: SqlConnection): void {
  connection.exec(`
ALTER TABLE collections ADD COLUMN options BLOB;
CREATE TABLE capped (collection_id INTEGER PRIMARY KEY, documents INTEGER NOT NULL, bytes INTEGER NOT NULL);
`);
}
