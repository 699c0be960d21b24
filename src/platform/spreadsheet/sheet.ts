/**
 * What the cells of a column hold: text, whole numbers, numbers with one decimal, days (`YYYY-MM-DD`), instants. Text is
 * always text to a spreadsheet, whatever it looks like.
 */
export type ColumnKind = 'text' | 'whole' | 'decimal' | 'day' | 'instant';

/** Null leaves the cell empty. Text may stand in a column of any kind. */
export type CellValue = string | number | Date | null;
export type SheetRow = readonly CellValue[];

export interface SheetColumn {
  readonly title: string;
  readonly kind: ColumnKind;
  /** In characters. */
  readonly width: number;
}

/** One table of a workbook. */
export interface Sheet {
  readonly name: string;
  /** Its place among the tabs, from 1. Sheets may be written in another order than they are shown. */
  readonly tab: number;
  /** Lines above the table, the first one a title. */
  readonly head: readonly string[];
  readonly columns: readonly SheetColumn[];
  /** A number of rows at a time, so that no sheet is ever in memory. */
  rows(): AsyncIterable<readonly SheetRow[]>;
  /** A last line below the table, asked for after the rows. */
  readonly totals?: () => SheetRow;
}
