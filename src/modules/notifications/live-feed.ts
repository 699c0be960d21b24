import type { AnyStoredEvent } from '../../kernel/events.js';
import { newId } from '../../kernel/ids.js';
import { operator, type Storage } from '../../platform/storage/index.js';
import { liveCursor, sequenceOf } from './live-cursor.js';
import { hintOf } from './live-hints.js';
import type { NewLiveItem } from './live-items.js';
import {
  liveCounterSchema,
  liveItemSchema,
  toLiveItem,
  type LiveCounterRecord,
  type LiveItemRecord,
} from './live-item.model.js';
import type { LiveItem } from './live-item.js';
import type { LiveFeed } from './notifications.module.js';

const PAGE_SIZE = 100;
/** Items of a person that are kept; whoever missed more sees everything anew. */
const KEPT = 500;

interface LiveFeedDependencies {
  readonly storage: Storage;
  /** What an event means for whom. */
  readonly itemsOf: (event: AnyStoredEvent) => Promise<NewLiveItem[]>;
  /** Who looks at somebody's records: manager and delivery partner. */
  readonly onlookersOf: (personId: string) => Promise<readonly string[]>;
}

export function createLiveFeed({ storage, itemsOf, onlookersOf }: LiveFeedDependencies): LiveFeed {
  const items = storage.tenantModel<LiveItemRecord>('LiveItem', liveItemSchema.clone());
  const counters = storage.tenantModel<LiveCounterRecord>('LiveCounter', liveCounterSchema.clone());

  async function recorded(eventId: string): Promise<LiveItem[]> {
    const records = await items.find({ eventId }).sort({ personId: 1, sequence: 1 }).lean<LiveItemRecord[]>();
    return records.map(toLiveItem);
  }

  /** Takes the next places in a person's order. */
  async function takePlaces(personId: string, count: number): Promise<number> {
    const counter = await counters
      .findOneAndUpdate({ _id: personId }, { $inc: { last: count } }, { upsert: true, returnDocument: 'after' })
      .lean<LiveCounterRecord>();
    const last = counter?.last ?? count;
    if (Math.floor(last / PAGE_SIZE) !== Math.floor((last - count) / PAGE_SIZE)) {
      await items.deleteMany({ personId, sequence: operator({ $lte: last - KEPT }) });
    }
    return last - count + 1;
  }

  async function add(event: AnyStoredEvent, news: readonly NewLiveItem[]): Promise<LiveItem[]> {
    const records: Omit<LiveItemRecord, 'organization'>[] = [];
    // An event concerns a handful of people. Always in the same order, so that two events never wait for each other.
    for (const personId of [...new Set(news.map((item) => item.personId))].sort()) {
      const own = news.filter((item) => item.personId === personId);
      const first = await takePlaces(personId, own.length);
      own.forEach((item, index) => {
        records.push({ ...item, _id: newId(), sequence: first + index, eventId: event.id, at: event.at });
      });
    }
    await items.insertMany(records);
    return records.map((record) => toLiveItem({ ...record, organization: event.organizationId }));
  }

  return {
    async record(event) {
      const news = await itemsOf(event);
      if (news.length === 0) return [];
      return storage.run(async () => {
        const known = await recorded(event.id);
        return known.length > 0 ? known : add(event, news);
      });
    },
    async hint(event) {
      const hint = hintOf(event);
      if (hint === undefined) return undefined;
      return { ...hint, onlookerIds: hint.personId === null ? [] : await onlookersOf(hint.personId) };
    },
    async since({ personId }, cursor) {
      const counter = await counters.findOne({ _id: personId }).lean<LiveCounterRecord>();
      const last = counter?.last ?? 0;
      const now = { items: [], cursor: liveCursor(personId, last), more: false };
      if (cursor === undefined) return { ...now, reset: false };
      const after = sequenceOf(cursor, personId);
      if (after === undefined || after > last) return { ...now, reset: true };
      if (after === last) return { ...now, reset: false };
      const records = await items
        .find({ personId, sequence: operator({ $gt: after, $lte: last }) })
        .sort({ sequence: 1 })
        .limit(PAGE_SIZE)
        .lean<LiveItemRecord[]>();
      if (records[0]?.sequence !== after + 1) return { ...now, reset: true };
      const reached = records.at(-1)?.sequence ?? last;
      return {
        items: records.map((record) => {
          const { cursor: place, name, data, at } = toLiveItem(record);
          return { cursor: place, name, data, at };
        }),
        cursor: liveCursor(personId, reached),
        more: reached < last,
        reset: false,
      };
    },
  };
}
