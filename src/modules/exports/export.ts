import type { LocalDate } from '../../kernel/local-date.js';
import type { ExportFilters, ExportFormat } from '../reports/index.js';

/**
 * `running`: being made. `done`: whole. `cancelled`: given up by its owner, or because nobody read it any more, or because
 * its owner may not take it any more. `failed`: could not be made, or the process that made it stopped.
 */
export const EXPORT_STATUSES = ['running', 'done', 'cancelled', 'failed'] as const;
export type ExportStatus = (typeof EXPORT_STATUSES)[number];

/** Why one failed: the process stopped, the disk was full, anything else. */
export type ExportFailure = 'stopped' | 'storage_full' | 'error';

/** A file of points that somebody asked for; only that person sees it. */
export interface Export {
  readonly id: string;
  readonly format: ExportFormat;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly filters: ExportFilters;
  /** Whether a CSV file begins with what it is; a workbook always does. */
  readonly head: boolean;
  readonly status: ExportStatus;
  readonly failure: ExportFailure | null;
  readonly fileName: string;
  /** Entries that it has passed through, of how many; null while they are being counted. */
  readonly progress: { readonly done: number; readonly total: number | null };
  readonly bytes: number;
  readonly begunAt: Date;
  readonly endedAt: Date | null;
  /** Until when the file can be taken; null where there is none to take. */
  readonly expiresAt: Date | null;
}

/** A file that took longer than this, or that was not waited for, is kept. */
export const KEPT_AFTER_MS = 10_000;
export const KEPT_HOURS = 24;
/** So many files of one person are kept, so that nobody fills the disk. */
export const MOST_KEPT = 20;
/** So many are made at a time for an organization. */
export const AT_ONCE = 2;
/** Records without a file are listed so long. */
export const LISTED_DAYS = 30;
