import type { Grant, Unit } from '../../kernel/units.js';
import type { Mapping } from './mapping/mapping.js';

/** What is wrong with one cell (or with the row as a whole, where `column` is empty). */
export interface RowProblem {
  /** The line of the file, from 1. */
  readonly line: number;
  readonly column: string;
  readonly message: string;
}

/** Problems of the same column with the same reason. */
export interface ReasonGroup {
  readonly column: string;
  readonly reason: string;
  readonly count: number;
  /** The first lines it is about. */
  readonly lines: readonly number[];
}

/** One field of somebody that a file changes, in words. */
export interface FieldChange {
  readonly column: string;
  readonly from: string;
  readonly to: string;
}

/** What a good row does to somebody who is there already. */
export interface RowChange {
  readonly line: number;
  readonly personId: string;
  readonly changes: readonly FieldChange[];
}

/**
 * What a file brings in. People belong to the organization; proposals, percentages and awards to a unit, and to who
 * uploaded them.
 */
export const IMPORT_KINDS = ['people', 'proposals', 'utilization', 'awards'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** What rows come to: points in all, and who has how many of them to decide. */
export interface ImportEffect {
  readonly points: number;
  /** By person id. */
  readonly deciders: Readonly<Record<string, number>>;
}

export const NO_EFFECT: ImportEffect = { points: 0, deciders: {} };

/** Which rows are meant: new people, people who are there, or both. */
export const IMPORT_MODES = ['create', 'update', 'both'] as const;
export type ImportMode = (typeof IMPORT_MODES)[number];

/**
 * `mapping`: kept until somebody says which columns are which. `checking`: the dry run goes on. `checked`: it is done and
 * nothing was written. `running`: confirmed, rows are being written. `completed`: all rows that could be written are.
 * `discarded`: given up, or left alone for too long.
 */
export const IMPORT_STATUSES = ['mapping', 'checking', 'checked', 'running', 'completed', 'discarded'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** An uploaded file on its way into the records of an organization. */
export interface Import {
  readonly id: string;
  readonly kind: ImportKind;
  /** Where the kind belongs to one. */
  readonly unit: Unit | null;
  /** The name of the file as it was uploaded. */
  readonly name: string;
  readonly status: ImportStatus;
  readonly mode: ImportMode;
  readonly rows: number;
  /** Rows that the mapping leaves out. */
  readonly ignored: number;
  readonly valid: number;
  readonly invalid: number;
  /** Of the valid rows: how many make a new record, change one, change nothing. */
  readonly creates: number;
  readonly updates: number;
  readonly unchanged: number;
  /** How many were written so far. */
  readonly created: number;
  readonly updated: number;
  /** Claims that somebody has already may be made again. */
  readonly acknowledgeDuplicates: boolean;
  /** What the good rows would come to, and what was written so far. */
  readonly planned: ImportEffect;
  readonly written: ImportEffect;
  /** How far the dry run, or the writing, is. */
  readonly progress: { readonly done: number; readonly total: number };
  /** The first problems; the list of problems and the file of failed rows have them all. */
  readonly errors: readonly RowProblem[];
  readonly reasons: readonly ReasonGroup[];
  /** Columns of the file as they are written there. */
  readonly titles: readonly string[];
  /** Columns of the file that mean nothing here. */
  readonly unknownColumns: readonly string[];
  /** How the columns are read, where they are not ours. */
  readonly mapping: Mapping | null;
  readonly mappingName: string | null;
  /** False once the rows were deleted; then there is nothing to download or to confirm. */
  readonly kept: boolean;
  readonly by: string;
  /** Null where no person uploaded it. */
  readonly uploaderId: string | null;
  readonly uploadedAt: Date;
  readonly completedAt: Date | null;
}

/** How many problems an import lists itself. */
export const LISTED_PROBLEMS = 500;
/** More rows than these are never written in one transaction; all or nothing is refused then (docs/adr). */
export const ALL_OR_NOTHING_ROWS = 1000;
/** Rows of files are deleted after so many days. */
export const KEPT_DAYS = 30;

export interface ConfirmOptions {
  /** Writes nobody when anybody cannot be written. */
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
