import { randomInt } from 'node:crypto';
import type { Model } from 'mongoose';
import type { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import type { Logger } from '../logger.js';
import { createPoller } from '../poller.js';
import { operator } from '../storage/index.js';
import { keysIn, mailFailure, type MailFailure } from './mail-failure.js';
import type { MailRecord } from './mail.model.js';
import { MAIL_TIMEOUT_MS, PARALLEL_MAILS, type MailTransport } from './mail-transport.js';

/** Carries queued mails to the mail server, also those that another process left behind. */
export interface MailSender {
  start(): void;
  stop(): Promise<void>;
  wake(): void;
  drain(): Promise<void>;
}

const POLL_MS = 2000;
/** Mails that are taken at a time. */
const BATCH = 20;
const LEASE_MS = 180_000;
/** A mail is begun only while its lease outlasts the slowest server: else somebody else might send it as well. */
const TIME_TO_SEND_MS = MAIL_TIMEOUT_MS + 30_000;
/** A process that is stopped waits so long for a slow mail server. */
const FAREWELL_MS = 4000;
const MAX_BACKOFF_MS = 900_000;
/** The longest pause of the whole queue: mails flow again within a minute after the server is back. */
const MAX_PAUSE_MS = 60_000;
/** Tries after which a mail is given up that the server puts off again and again; about a day. */
const MAX_ATTEMPTS = 100;
/** Nobody waits longer for news of the day. */
const MAX_AGE_MS = 3 * 24 * 3_600_000;

/** 2 s, 4 s, 8 s ... up to a quarter of an hour; the longest that a mail waits for its next try. */
export function mailBackoff(attempts: number): number {
  return Math.min(2000 * 2 ** Math.min(attempts - 1, 20), MAX_BACKOFF_MS);
}

/** Up to a quarter less, so that mails that failed together do not come back together. */
function scattered(pause: number): number {
  return pause - randomInt(Math.floor(pause / 4) + 1);
}

interface MailSenderDependencies {
  readonly mails: Model<MailRecord>;
  readonly transport: MailTransport;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Stay out of what is written down about failures. */
  readonly secrets: readonly string[];
}

export function createMailSender({ mails, transport, clock, logger, secrets }: MailSenderDependencies): MailSender {
  /** While the server is away there is no use in trying one mail after the other. */
  let pausedUntil = 0;
  let failuresInARow = 0;
  const isPaused = () => clock.now().getTime() < pausedUntil;

  /** Takes the oldest due mails for this process alone; undefined when nothing is due. */
  async function claim(): Promise<MailRecord[] | undefined> {
    const now = clock.now();
    const due = { status: 'waiting' as const, nextAt: operator({ $lte: now }) };
    const found = await mails
      .find(due)
      .sort({ nextAt: 1, _id: 1 })
      .limit(BATCH)
      .select({ _id: 1 })
      .lean<{ _id: string }[]>();
    if (found.length === 0) return undefined;
    const _id = operator({ $in: found.map((mail) => mail._id) });
    const by = newId();
    const lease = new Date(now.getTime() + LEASE_MS);
    await mails.updateMany({ _id, ...due }, { $set: { nextAt: lease, claim: by }, $inc: { attempts: 1 } });
    // What another process was faster with is not among them.
    return mails.find({ _id, claim: by }).lean<MailRecord[]>();
  }

  /** Puts back what was taken and not tried. */
  async function release(untried: readonly MailRecord[]): Promise<void> {
    if (untried.length === 0) return;
    await mails.updateMany(
      { _id: operator({ $in: untried.map((mail) => mail._id) }), claim: untried[0]?.claim ?? null },
      { $set: { nextAt: clock.now(), claim: null }, $inc: { attempts: -1 } },
    );
  }

  async function send(mail: MailRecord): Promise<void> {
    let failure: MailFailure | undefined;
    try {
      await transport.send(mail);
    } catch (error) {
      failure = mailFailure(error, mail.ofAccount === false ? secrets : [...keysIn(mail.text), ...secrets]);
    }
    noteServer(failure?.serverAway === true);
    // A crash just here sends the mail again under the same Message-ID: better twice than never.
    await mails.updateOne(
      { _id: mail._id, claim: mail.claim ?? null },
      {
        $set:
          failure === undefined
            ? { status: 'sent', sentAt: clock.now(), text: '', html: '', lastError: null }
            : afterFailure(mail, failure),
      },
    );
  }

  function noteServer(away: boolean): void {
    if (!away) {
      failuresInARow = 0;
      pausedUntil = 0;
      return;
    }
    // Mails that travelled beside each other are one failure.
    if (isPaused()) return;
    failuresInARow += 1;
    pausedUntil = clock.now().getTime() + Math.min(scattered(mailBackoff(failuresInARow)), MAX_PAUSE_MS);
  }

  function afterFailure(mail: MailRecord, { forEver, words }: MailFailure): Partial<MailRecord> {
    const now = clock.now().getTime();
    const since = (mail.resentAt ?? mail.at).getTime();
    const dead = forEver || mail.attempts >= MAX_ATTEMPTS || now - since >= MAX_AGE_MS;
    // Addresses and words of mail servers stay out of the log; the record has them.
    logger.warn({ mailId: mail._id, attempts: mail.attempts, dead }, dead ? 'mail given up' : 'mail not sent yet');
    return {
      status: dead ? 'dead' : 'waiting',
      // Nobody sends a link or a code a second time that lets somebody in; it has run out by then.
      ...(dead && mail.ofAccount !== false && { text: '', html: '' }),
      nextAt: new Date(now + scattered(mailBackoff(mail.attempts))),
      lastError: words,
    };
  }

  /** Sends a batch, several at a time; puts back what is left when the server is away or time runs out. */
  async function sendAll(batch: readonly MailRecord[], stopping: () => boolean): Promise<void> {
    const leaseEnds = Math.min(...batch.map((mail) => mail.nextAt.getTime()));
    let next = 0;
    const goesOn = () => !stopping() && !isPaused() && leaseEnds - clock.now().getTime() > TIME_TO_SEND_MS;
    const lane = async () => {
      while (next < batch.length && goesOn()) {
        const mail = batch[next] as MailRecord;
        next += 1;
        await send(mail);
      }
    };
    try {
      await Promise.all(Array.from({ length: PARALLEL_MAILS }, lane));
    } finally {
      await release(batch.slice(next));
    }
  }

  const poller = createPoller({
    name: 'sending mails',
    everyMs: POLL_MS,
    logger,
    async round(stopping) {
      while (!stopping() && !isPaused()) {
        const batch = await claim();
        if (batch === undefined) return;
        if (batch.length > 0) await sendAll(batch, stopping);
      }
    },
  });

  return {
    start: () => poller.start(),
    async stop() {
      const stopped = poller.stop();
      let timer: NodeJS.Timeout | undefined;
      const enough = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, FAREWELL_MS);
      });
      await Promise.race([stopped, enough]);
      clearTimeout(timer);
      // What still travels then counts as not sent, and comes again under the same Message-ID.
      transport.close(true);
      await stopped;
    },
    wake: () => poller.wake(),
    drain: () => poller.run(),
  };
}
