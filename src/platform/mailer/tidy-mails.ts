import type { Model } from 'mongoose';
import type { Clock } from '../../kernel/clock.js';
import { acrossOrganizations } from '../request-context.js';
import { operator } from '../storage/index.js';
import type { MailRecord } from './mail.model.js';

const DAY_MS = 24 * 3_600_000;
/** So long one can look up that a mail went out. What it said is gone since it did. */
const SENT_KEPT_DAYS = 30;
/** So long what was given up can be sent again. */
const GIVEN_UP_KEPT_DAYS = 30;
/** No transaction lasts long. */
const AT_A_TIME = 500;

/** Forgets mails of all organizations that nobody needs any more. */
export async function tidyMails(mails: Model<MailRecord>, clock: Clock): Promise<void> {
  const before = (days: number) => new Date(clock.now().getTime() - days * DAY_MS);
  await acrossOrganizations(async () => {
    await removeOld(mails, 'sent', before(SENT_KEPT_DAYS));
    await removeOld(mails, 'dead', before(GIVEN_UP_KEPT_DAYS));
  });
}

async function removeOld(mails: Model<MailRecord>, status: 'sent' | 'dead', before: Date): Promise<void> {
  for (;;) {
    const old = await mails
      .find({ status, at: operator({ $lt: before }) })
      .select({ _id: 1 })
      .limit(AT_A_TIME)
      .lean<{ _id: string }[]>();
    if (old.length === 0) return;
    await mails.deleteMany({ _id: operator({ $in: old.map((mail) => mail._id) }), status });
    if (old.length < AT_A_TIME) return;
  }
}
