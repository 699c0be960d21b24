import type { AnyStoredEvent, EventType } from '../../kernel/events.js';
import type { Page, PageRequest } from '../../kernel/paging.js';

export interface AuditFilter {
  readonly types?: readonly EventType[];
  /** Id of the record that something happened to. */
  readonly subjectId?: string;
  /** Id of the person who acted. */
  readonly actorId?: string;
  /** Both inclusive. */
  readonly from?: Date;
  readonly to?: Date;
}

/** Who did what to which record. Reads what the outbox has written; nothing here ever changes it. */
export interface AuditModule {
  /** What happened to one record, oldest first. */
  ofSubject(subjectId: string): Promise<AnyStoredEvent[]>;
  /** Newest first. */
  list(filter: AuditFilter, page: PageRequest): Promise<Page<AnyStoredEvent>>;
}
