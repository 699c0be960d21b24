export { LISTED_PROBLEMS, type ConfirmOptions, type Import, type ImportStatus, type RowProblem } from './import.js';
export type { ImportsModule } from './imports.module.js';
export { createImports, type ImportsDependencies } from './create-imports.js';
