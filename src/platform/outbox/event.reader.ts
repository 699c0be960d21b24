import type { Model, QueryFilter } from 'mongoose';
import type { AnyStoredEvent, EventType } from '../../kernel/events.js';
import { offsetOf, pageOf, type Page, type PageRequest } from '../../kernel/paging.js';
import { operator } from '../storage/index.js';
import { toStoredEvent, type EventRecord } from './event.model.js';

export interface EventFilter {
  readonly types?: readonly EventType[];
  readonly subjectId?: string;
  readonly actorId?: string;
  /** Both inclusive. */
  readonly from?: Date;
  readonly to?: Date;
}

/** Reads the events of the request context's organization. */
export interface EventReader {
  /** What happened to one record, oldest first. */
  ofSubject(subjectId: string): Promise<AnyStoredEvent[]>;
  /** Newest first. */
  list(filter: EventFilter, page: PageRequest): Promise<Page<AnyStoredEvent>>;
}

/** A single record's life is short; more than this is not shown at once. */
const MAX_STEPS = 500;

export function createEventReader(events: Model<EventRecord>): EventReader {
  return {
    async ofSubject(subjectId) {
      const records = await events
        .find({ 'subject.id': subjectId })
        .sort({ at: 1, _id: 1 })
        .limit(MAX_STEPS)
        .lean<EventRecord[]>();
      return records.map(toStoredEvent);
    },
    async list(filter, page) {
      const query = queryOf(filter);
      const records = await events
        .find(query)
        .sort({ at: -1, _id: -1 })
        .skip(offsetOf(page))
        .limit(page.size)
        .lean<EventRecord[]>();
      const total = await events.countDocuments(query);
      return pageOf(records.map(toStoredEvent), page, total);
    },
  };
}

function queryOf({ types, subjectId, actorId, from, to }: EventFilter): QueryFilter<EventRecord> {
  return {
    ...(types !== undefined && { type: operator({ $in: [...types] }) }),
    ...(subjectId !== undefined && { 'subject.id': subjectId }),
    ...(actorId !== undefined && { 'actor.id': actorId }),
    ...((from !== undefined || to !== undefined) && {
      at: operator({ ...(from !== undefined && { $gte: from }), ...(to !== undefined && { $lte: to }) }),
    }),
  };
}
