import type { Actor } from '../../kernel/actor.js';
import type { AnyStoredEvent, EventType } from '../../kernel/events.js';
import type { Page, PageRequest } from '../../kernel/paging.js';
import type { EventSearch, Stretch, StretchRequest } from '../../platform/outbox/index.js';

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

/** What an export says about itself in the audit. */
export interface ExportWords {
  /** First and last day; empty where there is none. */
  readonly from: string;
  readonly to: string;
  /** The filter as it was typed. */
  readonly filters: Readonly<Record<string, string>>;
}

/** Who did what to which record. Reads what the outbox has written; nothing here ever changes it. */
export interface AuditModule {
  /** What happened to one record, oldest first. */
  ofSubject(subjectId: string): Promise<AnyStoredEvent[]>;
  /** Newest first. */
  list(filter: AuditFilter, page: PageRequest): Promise<Page<AnyStoredEvent>>;
  /** A stretch of everything that happened in the organization. @throws Forbidden */
  search(actor: Actor, search: EventSearch, request: StretchRequest): Promise<Stretch>;
  /** How many events are meant, up to a limit; undefined where that cannot be said quickly. @throws Forbidden */
  countUpTo(actor: Actor, search: EventSearch, limit: number): Promise<number | undefined>;
  /** All of them in batches, newest first; it is recorded that they were taken, also if the reader goes half-way. */
  export(actor: Actor, search: EventSearch, words: ExportWords): AsyncIterable<AnyStoredEvent[]>;
}
