import type { Model } from 'mongoose';
import type { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import type { Logger } from '../logger.js';
import { operator } from '../storage/index.js';
import type { OutboxRecord } from './event.model.js';

/** Messages that are taken at a time, and that come again where a process is killed just before it deletes them. */
const BATCH = 50;
/** Short, so that what a killed process had taken does not wait long; extended while a batch is worked on. */
const LEASE_MS = 15_000;

export interface BatchParts {
  readonly queue: Model<OutboxRecord>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How often the lease is extended; well below the lease, since a busy process and its database take their time. */
  readonly renewEveryMs?: number | undefined;
}

/** Due messages that this process alone delivers, as long as it keeps extending its lease. */
export interface TakenBatch {
  /** The oldest first. */
  readonly messages: readonly OutboxRecord[];
  /** True where more may be due than was taken. */
  readonly isFull: boolean;
  /** Whether a message may still be delivered here; false once another process has taken it. */
  holds(message: OutboxRecord): Promise<boolean>;
  /** All consumers have it: it is deleted with the others of the batch, or when the lease is extended. */
  delivered(message: OutboxRecord): void;
  /** Writes down a failure; what was delivered before it is deleted. False where another process has taken it. */
  failed(message: OutboxRecord, changes: Partial<OutboxRecord>): Promise<boolean>;
  /** Deletes what was delivered and gives back the rest, so that the next to look takes it at once. */
  end(): Promise<void>;
}

/**
 * Takes the oldest due messages; undefined when nothing is due. Every write names the claim that was set here, so that
 * a process that was away longer than its lease changes nothing that another has taken meanwhile.
 */
export async function takeBatch(parts: BatchParts): Promise<TakenBatch | undefined> {
  const { queue, clock } = parts;
  const now = clock.now();
  const due = { dead: false, nextAt: operator({ $lte: now }) };
  const found = await queue.find(due).sort({ nextAt: 1, _id: 1 }).limit(BATCH).lean<OutboxRecord[]>();
  if (found.length === 0) return undefined;
  const claim = newId(now);
  const _id = operator({ $in: found.map((message) => message._id) });
  const { matchedCount } = await queue.updateMany(
    { _id, ...due },
    { $set: { nextAt: new Date(now.getTime() + LEASE_MS), claim } },
  );
  let messages = found;
  if (matchedCount < found.length) {
    // Another process was faster with some.
    const own = matchedCount === 0 ? new Set() : await idsOf(queue, found, claim);
    messages = found.filter((message) => own.has(message._id));
  }
  return { isFull: found.length === BATCH, ...leased(parts, messages, claim, now) };
}

/** Which of the messages are still under this claim. */
async function idsOf(
  queue: Model<OutboxRecord>,
  messages: Iterable<OutboxRecord>,
  claim: string,
): Promise<ReadonlySet<string>> {
  const records = await queue.find(under(messages, claim), { _id: 1 }).lean<Pick<OutboxRecord, '_id'>[]>();
  return new Set(records.map((record) => record._id));
}

function under(messages: Iterable<OutboxRecord>, claim: string) {
  return { _id: operator({ $in: [...messages].map((message) => message._id) }), claim };
}

function leased(
  { queue, clock, logger, renewEveryMs = LEASE_MS / 3 }: BatchParts,
  messages: readonly OutboxRecord[],
  claim: string,
  since: Date,
): Omit<TakenBatch, 'isFull'> {
  const open = new Set(messages);
  const delivered = new Set<OutboxRecord>();
  let leaseEnds = since.getTime() + LEASE_MS;
  let renewing: Promise<void> | undefined;

  async function deleteDelivered(): Promise<void> {
    const all = [...delivered];
    if (all.length === 0) return;
    await queue.deleteMany(under(all, claim));
    for (const message of all) delivered.delete(message);
  }

  async function extendLease(): Promise<void> {
    await deleteDelivered();
    const asked = [...open];
    if (asked.length === 0) return;
    const until = clock.now().getTime() + LEASE_MS;
    const { matchedCount } = await queue.updateMany(under(asked, claim), { $set: { nextAt: new Date(until) } });
    leaseEnds = until;
    if (matchedCount === asked.length) return;
    // Fewer, too, where one was settled in between; that is open no more.
    const own = await idsOf(queue, asked, claim);
    const lost = asked.filter((message) => open.has(message) && !own.has(message._id));
    for (const message of lost) open.delete(message);
    if (lost.length > 0) logger.warn({ events: lost.length }, 'another process took over events');
  }

  function renew(): Promise<void> {
    renewing ??= extendLease().finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  // A single consumer may take longer than the lease.
  const timer = setInterval(() => {
    renew().catch((error: unknown) => logger.warn({ err: error }, 'lease of events not extended'));
  }, renewEveryMs);
  timer.unref();

  return {
    messages,
    async holds(message) {
      // The process, or the machine, slept meanwhile: others may have been at work.
      while (open.has(message) && clock.now().getTime() >= leaseEnds) await renew();
      return open.has(message);
    },
    delivered(message) {
      if (open.delete(message)) delivered.add(message);
    },
    async failed(message, changes) {
      await deleteDelivered();
      open.delete(message);
      const { matchedCount } = await queue.updateOne(
        { _id: message._id, claim },
        { $set: { ...changes, claim: null } },
      );
      return matchedCount === 1;
    },
    async end() {
      clearInterval(timer);
      await renewing?.catch(() => undefined);
      await deleteDelivered();
      const [first] = open;
      // Due since the first of them was, so that nothing newer overtakes them; among themselves ids keep the order.
      if (first !== undefined)
        await queue.updateMany(under(open, claim), { $set: { nextAt: first.nextAt, claim: null } });
    },
  };
}
