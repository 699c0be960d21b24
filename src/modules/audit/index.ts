export type { AuditFilter, AuditModule } from './audit.module.js';
export { createAudit, type AuditDependencies } from './create-audit.js';
