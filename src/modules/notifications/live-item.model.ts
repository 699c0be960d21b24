import { Schema } from 'mongoose';
import { liveCursor } from './live-cursor.js';
import type { LiveEventName, LiveItem } from './live-item.js';

export interface LiveItemRecord {
  _id: string;
  organization: string;
  personId: string;
  sequence: number;
  eventId: string;
  name: LiveEventName;
  data: Record<string, unknown>;
  at: Date;
}

export const liveItemSchema = new Schema<LiveItemRecord>(
  {
    _id: { type: String, required: true },
    personId: { type: String, required: true },
    sequence: { type: Number, required: true },
    eventId: { type: String, required: true },
    name: { type: String, required: true },
    data: { type: Schema.Types.Mixed, required: true },
    at: { type: Date, required: true },
  },
  { collection: 'live_items', versionKey: false, minimize: false },
);
liveItemSchema.index({ organization: 1, personId: 1, sequence: 1 }, { unique: true });
liveItemSchema.index({ organization: 1, eventId: 1, personId: 1, name: 1 }, { unique: true });

/** How many items a person ever had. Counted in the transaction that adds them, so that the order has no gap. */
export interface LiveCounterRecord {
  /** The person. */
  _id: string;
  organization: string;
  last: number;
}

export const liveCounterSchema = new Schema<LiveCounterRecord>(
  { _id: { type: String, required: true }, last: { type: Number, required: true } },
  { collection: 'live_counters', versionKey: false },
);
liveCounterSchema.index({ organization: 1 });

export function toLiveItem(record: LiveItemRecord): LiveItem {
  return {
    personId: record.personId,
    sequence: record.sequence,
    cursor: liveCursor(record.personId, record.sequence),
    name: record.name,
    data: record.data,
    at: record.at,
  };
}
