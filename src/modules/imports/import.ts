import type { Grant } from '../../kernel/units.js';

/** What is wrong with one cell (or with the row as a whole, where `column` is empty). */
export interface RowProblem {
  /** The line of the file, from 1. */
  readonly line: number;
  readonly column: string;
  readonly message: string;
}

/**
 * `checked`: the dry run is done and nothing was written. `running`: confirmed, rows are being written. `completed`: all
 * rows that could be written are.
 */
export type ImportStatus = 'checked' | 'running' | 'completed';

/** An uploaded file on its way into the records of an organization. */
export interface Import {
  readonly id: string;
  readonly kind: 'people';
  /** The name of the file as it was uploaded. */
  readonly name: string;
  readonly status: ImportStatus;
  readonly rows: number;
  readonly valid: number;
  readonly invalid: number;
  /** How many people were created so far. */
  readonly created: number;
  /** The first problems; the file of failed rows has them all. */
  readonly errors: readonly RowProblem[];
  /** Columns of the file that mean nothing here, as they are written there. */
  readonly unknownColumns: readonly string[];
  readonly uploadedAt: Date;
  readonly completedAt: Date | null;
}

/** How many problems an import lists itself. */
export const LISTED_PROBLEMS = 500;

export interface ConfirmOptions {
  /** Creates nobody when anybody cannot be created. */
  readonly allOrNothing?: boolean;
  /** A password for everybody whose row brings none, already hashed. */
  readonly initialPasswordHash?: string;
  /** False where passwords may stay in use. True unless said. */
  readonly mustChangePassword?: boolean;
}

/** What a row says about a person, apart from who the superiors are. */
export interface PersonRow {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly employeeId: string;
  readonly grade: string;
  readonly department: string;
  readonly location: string;
  readonly level: string;
  readonly joiningDate: string;
  readonly exitDate: string | null;
  readonly grants: readonly Grant[];
}
