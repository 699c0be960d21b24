export {
  ALL_OR_NOTHING_ROWS,
  IMPORT_KINDS,
  IMPORT_MODES,
  IMPORT_STATUSES,
  KEPT_DAYS,
  LISTED_PROBLEMS,
  type ConfirmOptions,
  type FieldChange,
  type Import,
  type ImportEffect,
  type ImportKind,
  type ImportMode,
  type ImportStatus,
  type ReasonGroup,
  type RowChange,
  type RowProblem,
} from './import.js';
export {
  DATE_FORMATS,
  SOURCES,
  type DateFormat,
  type FieldSource,
  type Mapping,
  type SavedMapping,
} from './mapping/mapping.js';
export type { MappingSheet } from './mapping/mapping-sheet.js';
export { CLEAR, PEOPLE_COLUMNS } from './people/people-columns.js';
export type { ForgottenPerson } from './forget-person.js';
export type { ImportColumn, ImportFilter, ImportsModule, PeopleFile, UploadedImport } from './imports.module.js';
export { createImports, type ImportsDependencies } from './create-imports.js';
