export {
  AT_ONCE,
  EXPORT_STATUSES,
  KEPT_AFTER_MS,
  KEPT_HOURS,
  LISTED_DAYS,
  type Export,
  type ExportFailure,
  type ExportStatus,
} from './export.js';
export type { ExportContent, ExportsModule, OpenedExport } from './exports.module.js';
export { createExports, type ExportsDependencies } from './create-exports.js';
