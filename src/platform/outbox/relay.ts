import type { Model } from 'mongoose';
import type { Clock } from '../../kernel/clock.js';
import type { AnyStoredEvent, EventType } from '../../kernel/events.js';
import type { Logger } from '../logger.js';
import { createPoller } from '../poller.js';
import { runInContext } from '../request-context.js';
import { operator } from '../storage/index.js';
import { toStoredEvent, type EventRecord, type OutboxRecord } from './event.model.js';
import { takeBatch, type TakenBatch } from './take-batch.js';

export interface Consumer {
  readonly name: string;
  readonly types: ReadonlySet<EventType>;
  readonly consume: (event: AnyStoredEvent) => Promise<void>;
}

/**
 * Carries stored events to their consumers, also those that another process left behind. Each process takes a batch at
 * a time and hands it over one event after the other, in order. A process that is killed may have handed over up to a
 * whole batch that comes again.
 */
export interface Relay {
  start(): void;
  /** Finishes the event at hand, gives back what else it took, and stops. */
  stop(): Promise<void>;
  /** Looks for work at once instead of at the next poll. */
  wake(): void;
  /** Relays everything that is due now; for tests and commands. */
  drain(): Promise<void>;
  /** Events waiting, and events given up after too many attempts. */
  backlog(): Promise<{ waiting: number; dead: number }>;
  /**
   * Whom and what events are about that a consumer has not got yet and will get: ids of subjects and of people; of a
   * batch under way also those that it has just got.
   */
  waitingFor(consumer: string): Promise<ReadonlySet<string>>;
}

const POLL_MS = 1000;
const MAX_ATTEMPTS = 12;
const WAITING_AT_ONCE = 500;
const MAX_BACKOFF_MS = 600_000;

/** 1 s, 2 s, 4 s ... up to ten minutes. */
export function backoff(attempts: number): number {
  return Math.min(1000 * 2 ** (attempts - 1), MAX_BACKOFF_MS);
}

interface RelayDependencies {
  readonly events: Model<EventRecord>;
  readonly queue: Model<OutboxRecord>;
  readonly consumers: readonly Consumer[];
  readonly clock: Clock;
  readonly logger: Logger;
  /** How often the lease of what was taken is extended. */
  readonly renewEveryMs?: number | undefined;
}

export function createRelay({ events, queue, consumers, clock, logger, renewEveryMs }: RelayDependencies): Relay {
  const batchParts = { queue, clock, logger, renewEveryMs };

  /** Hands what was taken to its consumers, one event after the other; stops after the event at hand. */
  async function carry(batch: TakenBatch, stopping: () => boolean): Promise<void> {
    try {
      if (batch.messages.length === 0) return;
      const ids = batch.messages.map(({ _id }) => _id);
      const records = await events.find({ _id: operator({ $in: ids }) }).lean<EventRecord[]>();
      const byId = new Map(records.map((record) => [record._id, record]));
      for (const message of batch.messages) {
        if (stopping()) return;
        if (await batch.holds(message)) await deliver(batch, message, byId.get(message._id));
      }
    } finally {
      await batch.end();
    }
  }

  async function deliver(batch: TakenBatch, message: OutboxRecord, record: EventRecord | undefined): Promise<void> {
    // Without its record there is nothing to tell.
    if (record === undefined) return batch.delivered(message);
    const event = toStoredEvent(record);
    const done = new Set(message.done);
    let failure: unknown;
    for (const consumer of consumers) {
      if (done.has(consumer.name) || !consumer.types.has(event.type)) continue;
      try {
        await runInContext({ organizationId: event.organizationId, requestId: event.requestId ?? event.id }, () =>
          consumer.consume(event),
        );
        done.add(consumer.name);
      } catch (error) {
        failure = error;
        logger.warn({ err: error, consumer: consumer.name, event: event.type, eventId: event.id }, 'consumer failed');
      }
    }
    if (failure === undefined) batch.delivered(message);
    else await postpone(batch, message, [...done], failure);
  }

  async function postpone(batch: TakenBatch, message: OutboxRecord, done: string[], failure: unknown): Promise<void> {
    const attempts = message.attempts + 1;
    const dead = attempts >= MAX_ATTEMPTS;
    const noted = await batch.failed(message, {
      done,
      dead,
      attempts,
      nextAt: new Date(clock.now().getTime() + backoff(attempts)),
      lastError: failure instanceof Error ? failure.message.slice(0, 500) : String(failure).slice(0, 500),
    });
    if (dead && noted) logger.error({ eventId: message._id }, 'event given up');
  }

  const poller = createPoller({
    name: 'relay',
    everyMs: POLL_MS,
    logger,
    async round(stopping) {
      for (let mayBeMore = true; mayBeMore && !stopping();) {
        const batch = await takeBatch(batchParts);
        if (batch !== undefined) await carry(batch, stopping);
        mayBeMore = batch?.isFull === true;
      }
    },
  });

  return {
    start: () => poller.start(),
    stop: () => poller.stop(),
    wake: () => poller.wake(),
    drain: () => poller.run(),
    async backlog() {
      const [waiting, dead] = await Promise.all([
        queue.countDocuments({ dead: false }),
        queue.countDocuments({ dead: true }),
      ]);
      return { waiting, dead };
    },
    async waitingFor(consumer) {
      const about = new Set<string>();
      for (let after = ''; ;) {
        const waiting = await queue
          .find({ _id: operator({ $gt: after }), dead: false }, { done: 1 })
          .sort({ _id: 1 })
          .limit(WAITING_AT_ONCE)
          .lean<Pick<OutboxRecord, '_id' | 'done'>[]>();
        const ids = waiting.filter(({ done }) => !done.includes(consumer)).map(({ _id }) => _id);
        const records = await events
          .find({ _id: operator({ $in: ids }) }, { subject: 1, data: 1 })
          .lean<Pick<EventRecord, 'subject' | 'data'>[]>();
        for (const { subject, data } of records) {
          about.add(subject.id);
          const { personId } = data as { readonly personId?: unknown };
          if (typeof personId === 'string') about.add(personId);
        }
        const last = waiting.at(-1);
        if (last === undefined || waiting.length < WAITING_AT_ONCE) return about;
        after = last._id;
      }
    },
  };
}
