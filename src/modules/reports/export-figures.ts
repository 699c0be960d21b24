import type { LocalDate } from '../../kernel/local-date.js';

/** `csv` has a line per entry; `xlsx` has it beside sheets of people, categories and utilization. */
export const EXPORT_FORMATS = ['csv', 'xlsx'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Department, grade and location are those of today. Everything that is given must hold. */
export const EXPORT_FILTERS = ['department', 'grade', 'location', 'categoryCode', 'unit'] as const;
export type ExportFilters = Readonly<Partial<Record<(typeof EXPORT_FILTERS)[number], string>>>;

/** Dates are effective dates, both inclusive. */
export interface ExportRequest {
  /** `csv` unless said. */
  readonly format?: ExportFormat;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly filters?: ExportFilters;
  /**
   * Whether a CSV file has lines that say what it is, each one cell begun by `#`, above the names of its columns: unless
   * `false`. A workbook has them always.
   */
  readonly head?: boolean;
}

/** A file of points that can be made, in pieces, whose memory does not grow with it. */
export interface PointsFile {
  readonly fileName: string;
  /** Media type. */
  readonly type: string;
  /** How many entries it will pass through. */
  count(): Promise<number>;
  /** Its content, made while it is read, for the organization in whose name it was asked for; `passed` hears how many entries it has passed through. */
  content(passed?: (entries: number) => void): AsyncIterable<string | Buffer>;
}

/** What one file is about, found out once. */
export interface ExportScope {
  readonly organization: string;
  readonly zone: string;
  /** Who asked for it, and when. */
  readonly by: string;
  readonly at: Date;
}
