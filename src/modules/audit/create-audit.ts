import type { Outbox } from '../../platform/outbox/index.js';
import type { AuditModule } from './audit.module.js';

export interface AuditDependencies {
  readonly outbox: Pick<Outbox, 'events'>;
}

export function createAudit({ outbox }: AuditDependencies): AuditModule {
  return {
    ofSubject: (subjectId) => outbox.events.ofSubject(subjectId),
    list: (filter, page) => outbox.events.list(filter, page),
  };
}
