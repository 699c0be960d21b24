export type { AuditFilter, AuditModule, ExportWords } from './audit.module.js';
export { createAudit, type AuditDependencies } from './create-audit.js';
