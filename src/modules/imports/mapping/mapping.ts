import type { ImportKind } from '../import.js';

/** How days are written in a file. The first ones are always understood. */
export const DATE_FORMATS = ['YYYY-MM-DD', 'DD-MM-YYYY', 'DD/MM/YYYY', 'MM/DD/YYYY', 'DD.MM.YYYY'] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

/** Where one of our columns comes from. */
export type FieldSource =
  | { readonly how: 'column'; readonly column: string }
  /** Text with columns in braces: `{FirstName} {LastName}`. */
  | { readonly how: 'template'; readonly template: string }
  | { readonly how: 'fixed'; readonly value: string }
  | {
      readonly how: 'list';
      readonly column: string;
      readonly values: readonly { readonly from: string; readonly to: string }[];
      /** For every value that is not listed, or listed without a choice; empty leaves it as it is. */
      readonly otherwise: string;
    }
  /** The row whose key (`Mapping.rows.key`) stands in this column. */
  | { readonly how: 'row'; readonly column: string };

export const SOURCES = ['column', 'template', 'fixed', 'list', 'row'] as const;

/** How a file with columns of its own is read. */
export interface Mapping {
  /** By our column; one that is absent stays empty. */
  readonly fields: Readonly<Record<string, FieldSource>>;
  readonly dates: DateFormat;
  /** Words that mean an empty cell, such as `NULL`. */
  readonly emptyWords: readonly string[];
  /** Only rows with this value in the column count; the others are ignored. */
  readonly keep: { readonly column: string; readonly value: string } | null;
  /**
   * How rows name each other: by the value of the column `key`. Where that row is ignored, the one that counts and has the
   * same value in the column `same` is meant: a former version of somebody leads to the current one.
   */
  readonly rows: { readonly key: string; readonly same: string | null } | null;
  /** Gives PM to whoever is somebody's manager in the file. */
  readonly managersHoldPm: boolean;
}

/** A mapping that was saved for the next file with the same header. */
export interface SavedMapping {
  readonly id: string;
  readonly kind: ImportKind;
  readonly name: string;
  /** The columns of the file it was made for. */
  readonly titles: readonly string[];
  readonly mapping: Mapping;
  readonly savedBy: string;
  readonly savedAt: Date;
}

export const EMPTY_MAPPING: Mapping = {
  fields: {},
  dates: 'YYYY-MM-DD',
  emptyWords: ['NULL'],
  keep: null,
  rows: null,
  managersHoldPm: false,
};

const PLACEHOLDER = /\{([^{}]+)\}/g;

/** Columns that a template names. */
export function columnsOfTemplate(template: string): string[] {
  return [...template.matchAll(PLACEHOLDER)].map((match) => match[1]?.trim() ?? '');
}

/** A template with its columns filled in; blanks that an empty column leaves are taken away. */
export function fillTemplate(template: string, cellOf: (column: string) => string): string {
  return template
    .replace(PLACEHOLDER, (_whole, column: string) => cellOf(column.trim()))
    .replace(/\s+/g, ' ')
    .trim();
}
