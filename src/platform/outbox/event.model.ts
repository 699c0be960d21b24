import { Schema } from 'mongoose';
import type { ActorReference } from '../../kernel/actor.js';
import type { AnyStoredEvent, EventType } from '../../kernel/events.js';
import { ACTOR_REFERENCE } from '../storage/index.js';

/** One thing that happened. Written once, in the transaction of the change, and never touched again. */
export interface EventRecord {
  _id: string;
  organization: string;
  type: EventType;
  at: Date;
  actor: ActorReference;
  subject: { type: string; id: string };
  data: unknown;
  before?: unknown;
  after?: unknown;
  requestId: string | null;
  address: string | null;
}

/** Turns a stored record into the event that consumers see. */
export function toStoredEvent(record: EventRecord): AnyStoredEvent {
  const { _id, organization, ...rest } = record;
  return { ...rest, id: _id, organizationId: organization } as AnyStoredEvent;
}

export const eventSchema = new Schema<EventRecord>(
  {
    _id: { type: String, required: true },
    type: { type: String, required: true },
    at: { type: Date, required: true },
    actor: ACTOR_REFERENCE,
    subject: { _id: false, type: { type: String, required: true }, id: { type: String, required: true } },
    data: { type: Schema.Types.Mixed, required: true },
    before: Schema.Types.Mixed,
    after: Schema.Types.Mixed,
    requestId: { type: String, default: null },
    address: { type: String, default: null },
  },
  { collection: 'events', versionKey: false, minimize: false },
);
// What the audit filters by, each in the order of ids, which is that of time.
eventSchema.index({ organization: 1, _id: 1 });
eventSchema.index({ organization: 1, 'subject.id': 1, _id: 1 });
eventSchema.index({ organization: 1, type: 1, _id: 1 });
eventSchema.index({ organization: 1, 'subject.type': 1, _id: 1 });
eventSchema.index({ organization: 1, 'actor.id': 1, _id: 1 });
eventSchema.index({ organization: 1, 'actor.id': 1, type: 1, _id: 1 });
eventSchema.index({ organization: 1, 'actor.id': 1, 'subject.type': 1, _id: 1 });
eventSchema.index({ organization: 1, address: 1, _id: 1 });

/** A stored event that still has to reach its consumers. Deleted when all have it. */
export interface OutboxRecord {
  _id: string;
  organization: string;
  /** When a relay may take it (again). Taking it moves this ahead, which is the lease. */
  nextAt: Date;
  /** Who took it last; whoever else had it meanwhile changes nothing. Absent until it is taken. */
  claim?: string | null;
  /** How often a consumer failed with it. Being taken counts for nothing: a process that is killed is not its fault. */
  attempts: number;
  /** Names of the consumers that have it already. */
  done: string[];
  dead: boolean;
  lastError: string | null;
}

export const outboxSchema = new Schema<OutboxRecord>(
  {
    _id: { type: String, required: true },
    organization: { type: String, required: true },
    nextAt: { type: Date, required: true },
    claim: String,
    attempts: { type: Number, required: true },
    done: { type: [String], default: [] },
    dead: { type: Boolean, required: true },
    lastError: { type: String, default: null },
  },
  { collection: 'outbox', versionKey: false },
);
outboxSchema.index({ dead: 1, nextAt: 1, _id: 1 });
