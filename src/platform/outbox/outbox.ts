import { actorReference, type Actor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import type { AnyStoredEvent, EventType, NewEvent } from '../../kernel/events.js';
import { newId } from '../../kernel/ids.js';
import type { Logger } from '../logger.js';
import { currentContext } from '../request-context.js';
import type { Storage } from '../storage/index.js';
import { eventSchema, outboxSchema, toStoredEvent, type EventRecord } from './event.model.js';
import { createEventReader, type EventReader } from './event.reader.js';
import { createRelay, type Consumer, type Relay } from './relay.js';

export interface Outbox {
  /**
   * Stores events in the surrounding transaction. After commit each reaches every consumer of its type at least once
   * and in the order of storing per process. Consumers must be idempotent: after a kill a whole batch of events, not
   * only the last one, may come again.
   */
  record(actor: Actor, ...events: readonly AnyNewEvent[]): Promise<AnyStoredEvent[]>;
  /** Registers a consumer under a lasting name. Call before `start`. */
  subscribe<T extends EventType>(
    name: string,
    types: readonly T[],
    consume: (event: Extract<AnyStoredEvent, { type: T }>) => Promise<void>,
  ): void;
  readonly relay: Relay;
  /** Every event that was ever stored. */
  readonly events: EventReader;
}

export type AnyNewEvent = { [T in EventType]: NewEvent<T> }[EventType];

export interface OutboxOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How often the relay extends its lease; every few seconds unless said. */
  readonly renewEveryMs?: number;
}

export function createOutbox(deps: OutboxOptions): Outbox {
  const { storage, clock } = deps;
  const events = storage.tenantModel<EventRecord>('Event', eventSchema.clone());
  const queue = storage.globalModel('OutboxMessage', outboxSchema.clone());
  const consumers: Consumer[] = [];
  const relay = createRelay({ ...deps, events, queue, consumers });

  return {
    relay,
    events: createEventReader(events),
    async record(actor, ...news) {
      const context = currentContext();
      const at = clock.now();
      const records: EventRecord[] = news.map((event) => ({
        _id: newId(at),
        organization: actor.organizationId,
        at,
        actor: actorReference(actor),
        requestId: context?.requestId ?? null,
        address: context?.address ?? null,
        ...event,
      }));
      await events.insertMany(records, { lean: true });
      if (context?.quiet !== true) {
        const wanted = records.filter((record) => consumers.some((consumer) => consumer.types.has(record.type)));
        if (wanted.length > 0) {
          await queue.insertMany(
            wanted.map(({ _id, organization }) => ({
              _id,
              organization,
              nextAt: at,
              attempts: 0,
              done: [],
              dead: false,
            })),
          );
          storage.afterCommit(() => relay.wake());
        }
      }
      return records.map(toStoredEvent);
    },
    subscribe(name, types, consume) {
      consumers.push({ name, types: new Set<EventType>(types), consume: consume as Consumer['consume'] });
    },
  };
}
