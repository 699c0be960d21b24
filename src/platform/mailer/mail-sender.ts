import type { Model } from 'mongoose';
import type { Clock } from '../../kernel/clock.js';
import type { Logger } from '../logger.js';
import { createPoller } from '../poller.js';
import { operator } from '../storage/index.js';
import type { MailRecord } from './mail.model.js';
import { isRefusedForEver, PARALLEL_MAILS, type MailTransport } from './mail-transport.js';

/** Carries queued mails to the mail server, also those that another process left behind. */
export interface MailSender {
  start(): void;
  stop(): Promise<void>;
  wake(): void;
  drain(): Promise<void>;
}

const POLL_MS = 2000;
/** Longer than any answer of a mail server is waited for. */
const LEASE_MS = 120_000;
const MAX_BACKOFF_MS = 900_000;
/** With the longest backoff that is about a day. */
const MAX_ATTEMPTS = 100;

/** 2 s, 4 s, 8 s ... up to a quarter of an hour. */
export function mailBackoff(attempts: number): number {
  return Math.min(2000 * 2 ** Math.min(attempts - 1, 20), MAX_BACKOFF_MS);
}

interface MailSenderDependencies {
  readonly mails: Model<MailRecord>;
  readonly transport: MailTransport;
  readonly clock: Clock;
  readonly logger: Logger;
}

export function createMailSender({ mails, transport, clock, logger }: MailSenderDependencies): MailSender {
  async function claim(): Promise<MailRecord | null> {
    const now = clock.now();
    return mails
      .findOneAndUpdate(
        { status: 'waiting', nextAt: operator({ $lte: now }) },
        { $set: { nextAt: new Date(now.getTime() + LEASE_MS) }, $inc: { attempts: 1 } },
        { sort: { nextAt: 1, _id: 1 }, returnDocument: 'after' },
      )
      .lean<MailRecord>();
  }

  async function send(mail: MailRecord): Promise<void> {
    let failure: unknown;
    try {
      await transport.send(mail);
    } catch (error) {
      failure = error;
    }
    // A crash just here sends the mail again under the same Message-ID: better twice than never.
    await mails.updateOne(
      { _id: mail._id },
      {
        $set:
          failure === undefined ? { status: 'sent', text: '', html: '', lastError: null } : afterFailure(mail, failure),
      },
    );
  }

  function afterFailure(mail: MailRecord, failure: unknown): Partial<MailRecord> {
    const dead = isRefusedForEver(failure) || mail.attempts >= MAX_ATTEMPTS;
    // Addresses and words of mail servers stay out of the log; the record has them.
    logger.warn({ mailId: mail._id, attempts: mail.attempts, dead }, dead ? 'mail given up' : 'mail not sent yet');
    return {
      // Nobody sends it any more, and there may be secrets in it.
      ...(dead ? { status: 'dead', text: '', html: '' } : { status: 'waiting' }),
      nextAt: new Date(clock.now().getTime() + mailBackoff(mail.attempts)),
      lastError: (failure instanceof Error ? failure.message : String(failure)).slice(0, 500),
    };
  }

  const poller = createPoller({
    name: 'sending mails',
    everyMs: POLL_MS,
    logger,
    async round(stopping) {
      const next = () => (stopping() ? Promise.resolve(null) : claim());
      const lane = async () => {
        for (let mail = await next(); mail !== null; mail = await next()) await send(mail);
      };
      await Promise.all(Array.from({ length: PARALLEL_MAILS }, lane));
    },
  });

  return {
    start: () => poller.start(),
    async stop() {
      await poller.stop();
      transport.close();
    },
    wake: () => poller.wake(),
    drain: () => poller.run(),
  };
}
