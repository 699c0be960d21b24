import type { SqlConnection } from '../sqlite/connection.js';

/**
 * One step of the file format: turns a file of the format before into one of the next. It runs inside a transaction
 * of the caller, and must not begin or commit one itself. What is in a released step never changes again.
 */
export type MigrationStep = (connection: SqlConnection) => void;

/** The steps from format 1 on: the first makes format 2 of it, the second format 3. New ones go to the end. */
export const MIGRATIONS: readonly MigrationStep[] = [];
