import type { Actor } from '../../kernel/actor.js';
import type { Unit } from '../../kernel/units.js';
import type { KeptRow } from './import-chunk.model.js';
import type { ConfirmOptions, ImportEffect, ImportKind, ImportMode } from './import.js';
import type { Mapping } from './mapping/mapping.js';
import type { CellProblem } from './import-chunk.model.js';
import type { TableShape } from './table/table-shape.js';

/** A row in our columns, before it is judged. */
export interface StagedRow {
  readonly line: number;
  /** Chosen for the record the row may become. */
  readonly id: string;
  readonly values: Readonly<Record<string, string>>;
  /** What is wrong already: cells that cannot be told apart, a key that leads nowhere. */
  readonly problems: readonly CellProblem[];
  /** Cells that were taken from other rows, by column. */
  readonly cells: Readonly<Record<string, string>>;
}

/** A file whose rows are kept, to be read as often as it takes; one chunk at a time is in memory. */
export interface StagedFile {
  readonly mode: ImportMode;
  readonly mapping: Mapping | null;
  /** Our columns that the file has. */
  readonly columns: ReadonlySet<string>;
  readonly chunks: number;
  rows(chunk: number): Promise<StagedRow[]>;
}

/** What a dry run finds out: the rows of some chunks, or a correction of rows it has judged before. */
export type Verdict =
  | { readonly judged: ReadonlyMap<number, KeptRow[]> }
  | { readonly chunk: number; readonly amend: (row: KeptRow) => KeptRow };

/** A kept row together with its cells. */
export interface WritableRow extends KeptRow {
  readonly values: Readonly<Record<string, string>>;
}

/** The import that rows belong to. */
export interface ImportContext {
  readonly importId: string;
  readonly unit: Unit | null;
  /** Claims that somebody has already may be made again. */
  readonly acknowledgeDuplicates: boolean;
}

export type WriteOptions = Pick<ConfirmOptions, 'initialPasswordHash' | 'mustChangePassword'> & ImportContext;

/**
 * What makes one kind of file: its columns, how its rows are judged, how they are written. Everything else is the same
 * for all kinds: uploads, mappings, progress, resuming, problems, failed rows.
 */
export interface KindOfImport<Prepared = unknown> {
  readonly kind: ImportKind;
  /** Where somebody can say which column is which. */
  readonly mappable: boolean;
  /** All columns in the order of the template, and what goes into each; as a row these words pass no check. */
  readonly hints: Readonly<Record<string, string>>;
  shape(mode: ImportMode): TableShape;
  /** Columns that hold days. */
  readonly dateColumns: readonly string[];
  /** Columns by which rows are called by other rows; the first that is not empty counts. */
  readonly nameColumns: readonly string[];
  /** Columns whose cells are shown to nobody. */
  readonly secretColumns: readonly string[];
  /** Columns that may call another row. */
  readonly rowColumns: readonly string[];
  /** @throws Forbidden */
  assertMayImport(actor: Actor, unit: Unit | null): void;
  /** True where what is written is somebody's doing, and no other process may do it in that one's absence. */
  readonly actsForUploader: boolean;
  /** The dry run. Writes nothing, and says the same however often it is begun anew. */
  check(file: StagedFile, actor: Actor, context: ImportContext): AsyncGenerator<Verdict, void>;
  /** How often all rows are gone through to be written. */
  readonly passes: number;
  /** What takes long and needs no transaction, for one chunk in one pass. */
  prepare(pass: number, rows: readonly WritableRow[]): Promise<Prepared>;
  /**
   * Writes rows in the surrounding transaction, those that have no problem and are not done. Gives all back, done or
   * with what is in the way.
   */
  write(
    pass: number,
    actor: Actor,
    rows: readonly WritableRow[],
    prepared: Prepared,
    options: WriteOptions,
  ): Promise<KeptRow[]>;
  /** What is to be said when all is written, once; in the transaction of the last step. */
  conclude?(actor: Actor, context: ImportContext, written: ImportEffect): Promise<void>;
}
