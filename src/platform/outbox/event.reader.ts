import type { Model, QueryFilter } from 'mongoose';
import type { AnyStoredEvent, EventType } from '../../kernel/events.js';
import { offsetOf, pageOf, type Page, type PageRequest } from '../../kernel/paging.js';
import { operator } from '../storage/index.js';
import { isComplete, matchesRest, planOf, type EventSearch } from './event-search.js';
import { toStoredEvent, type EventRecord } from './event.model.js';

export interface EventFilter {
  readonly types?: readonly EventType[];
  readonly subjectId?: string;
  readonly actorId?: string;
  /** Both inclusive. */
  readonly from?: Date;
  readonly to?: Date;
}

/** A stretch of events beside one that was seen; neither means the newest. */
export interface StretchRequest {
  /** What comes before this event. */
  readonly olderThan?: string | undefined;
  /** What came after this event. */
  readonly newerThan?: string | undefined;
  readonly size: number;
}

export interface Stretch {
  /** Newest first. */
  readonly items: readonly AnyStoredEvent[];
  /** Where to go on with what is older; undefined at the end. */
  readonly olderThan: string | undefined;
  /** Where to go on with what is newer; undefined at the newest. */
  readonly newerThan: string | undefined;
  /** True where the search stopped before the stretch was full: there may be more further back. */
  readonly unfinished: boolean;
}

/** Reads the events of the request context's organization. */
export interface EventReader {
  /** What happened to one record, oldest first. */
  ofSubject(subjectId: string): Promise<AnyStoredEvent[]>;
  /** Newest first. */
  list(filter: EventFilter, page: PageRequest): Promise<Page<AnyStoredEvent>>;
  /** A stretch of what was searched for. Takes the same time however many events there are. */
  search(search: EventSearch, request: StretchRequest): Promise<Stretch>;
  /** How many were meant, up to a limit; undefined where that cannot be said quickly. */
  countUpTo(search: EventSearch, limit: number): Promise<number | undefined>;
  /** Everything that was searched for, newest first, in batches. */
  eachBatch(search: EventSearch, size: number): AsyncIterable<AnyStoredEvent[]>;
}

/** A single record's life is short; more than this is not shown at once. */
const MAX_STEPS = 500;
/** So many events at most are looked through for one stretch. */
const MAX_EXAMINED = 5000;
const BATCH = 500;

export function createEventReader(events: Model<EventRecord>): EventReader {
  /** Reads from a place in one direction until enough are found or enough were looked at. */
  async function read(search: EventSearch, place: QueryFilter<EventRecord>, direction: 1 | -1, wanted: number) {
    const { query, rest } = planOf(search);
    const cursor = events
      .find({ $and: [query, place] })
      .sort({ _id: direction })
      .limit(isComplete(rest) ? wanted : MAX_EXAMINED)
      .lean<EventRecord[]>()
      .cursor({ batchSize: isComplete(rest) ? Math.min(wanted, BATCH) : BATCH });
    const found: EventRecord[] = [];
    let last: string | undefined;
    let examined = 0;
    for await (const record of cursor) {
      examined += 1;
      last = record._id;
      if (matchesRest(record, rest)) found.push(record);
      if (found.length === wanted) break;
    }
    return { found, last, stopped: !isComplete(rest) && examined === MAX_EXAMINED && found.length < wanted };
  }

  async function older(search: EventSearch, olderThan: string | undefined, size: number): Promise<Stretch> {
    const place = olderThan === undefined ? {} : { _id: operator({ $lt: olderThan }) };
    const { found, last, stopped } = await read(search, place, -1, size + 1);
    const items = found.slice(0, size);
    return {
      items: items.map(toStoredEvent),
      olderThan: found.length > size ? items.at(-1)?._id : stopped ? last : undefined,
      newerThan: olderThan === undefined ? undefined : (items[0]?._id ?? olderThan),
      unfinished: stopped,
    };
  }

  return {
    async ofSubject(subjectId) {
      const records = await events
        .find({ 'subject.id': subjectId })
        .sort({ _id: 1 })
        .limit(MAX_STEPS)
        .lean<EventRecord[]>();
      // Ids of two processes have an order of their own within a second.
      return records.sort((a, b) => a.at.getTime() - b.at.getTime()).map(toStoredEvent);
    },
    async list(filter, page) {
      const query = queryOf(filter);
      const records = await events
        .find(query)
        .sort({ _id: -1 })
        .skip(offsetOf(page))
        .limit(page.size)
        .lean<EventRecord[]>();
      const total = await events.countDocuments(query);
      return pageOf(records.map(toStoredEvent), page, total);
    },
    async search(search, { olderThan, newerThan, size }) {
      if (newerThan === undefined) return older(search, olderThan, size);
      const { found, last, stopped } = await read(search, { _id: operator({ $gt: newerThan }) }, 1, size + 1);
      // Too few for a page: the newest are meant.
      if (found.length <= size && !stopped) return older(search, undefined, size);
      const items = found.slice(0, size).reverse();
      return {
        items: items.map(toStoredEvent),
        olderThan: items.at(-1)?._id ?? last,
        newerThan: items[0]?._id ?? last,
        unfinished: stopped,
      };
    },
    async countUpTo(search, limit) {
      const { query, rest } = planOf(search);
      return isComplete(rest) ? events.countDocuments(query, { limit }) : undefined;
    },
    async *eachBatch(search, size) {
      const { query, rest } = planOf(search);
      const cursor = events.find(query).sort({ _id: -1 }).lean<EventRecord[]>().cursor({ batchSize: size });
      let batch: AnyStoredEvent[] = [];
      for await (const record of cursor) {
        if (!matchesRest(record, rest)) continue;
        batch.push(toStoredEvent(record));
        if (batch.length < size) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
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
