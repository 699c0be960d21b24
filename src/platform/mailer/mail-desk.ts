import type { Model } from 'mongoose';
import { offsetOf, pageOf, type Page, type PageRequest } from '../../kernel/paging.js';
import type { Clock } from '../../kernel/clock.js';
import { operator } from '../storage/index.js';
import type { MailAddress } from './mail.js';
import type { MailRecord, MailStatus } from './mail.model.js';

/** A mail as whoever looks after mails sees it in a list: not what it says. */
export interface QueuedMail {
  readonly id: string;
  readonly status: MailStatus;
  readonly kind: string;
  /** About having an account: never shown, never sent again. */
  readonly ofAccount: boolean;
  readonly to: MailAddress;
  readonly subject: string;
  readonly at: Date;
  readonly attempts: number;
  /** When it is tried again; null where it is not. */
  readonly nextAt: Date | null;
  readonly sentAt: Date | null;
  readonly lastError: string | null;
  /** Given up, and what it says is still there. */
  readonly resendable: boolean;
}

/** With what it says; null where that is gone or nobody's business. */
export type OpenedMail = QueuedMail & { readonly text: string | null };

export interface MailFilter {
  readonly status: MailStatus;
  readonly kind?: string | undefined;
  /** How the recipient's address begins. */
  readonly to?: string | undefined;
}

export interface MailCounts {
  readonly waiting: number;
  readonly dead: number;
  readonly kept: number;
  /** When the mail was queued that waits longest; null where none waits. */
  readonly oldestWaiting: Date | null;
}

/** The mails of the request context's organization, for whoever looks after them. */
export interface MailDesk {
  /** Newest first. */
  list(filter: MailFilter, page: PageRequest): Promise<Page<QueuedMail>>;
  byId(id: string): Promise<OpenedMail | undefined>;
  counts(): Promise<MailCounts>;
  /** How many mails there are, by the beginning of their keys and by status; beginnings of one length. */
  countsOf(beginnings: readonly string[]): Promise<Map<string, Partial<Record<MailStatus, number>>>>;
  /** Has mails tried again that were given up, in the surrounding transaction; answers how many. */
  resend(ids: readonly string[] | 'all'): Promise<number>;
}

/** The first address that does not begin like this: addresses are ASCII (docs/adr/0013). */
const END = '\u007f';

export function createMailDesk(mails: Model<MailRecord>, clock: Clock): MailDesk {
  const matching = ({ status, kind, to }: MailFilter) => ({
    status,
    ...(kind !== undefined && { kind }),
    ...(to !== undefined && { 'to.address': operator({ $gte: to, $lt: to + END }) }),
  });
  return {
    async list(filter, page) {
      const match = matching(filter);
      const records = await mails
        .find(match)
        .sort({ at: -1, _id: -1 })
        .skip(offsetOf(page))
        .limit(page.size)
        .lean<MailRecord[]>();
      return pageOf(records.map(toQueuedMail), page, await mails.countDocuments(match));
    },
    async byId(id) {
      const record = await mails.findOne({ _id: id }).lean<MailRecord>();
      if (record === null) return undefined;
      const mail = toQueuedMail(record);
      return { ...mail, text: mail.ofAccount || record.text === '' ? null : record.text };
    },
    async counts() {
      const oldest = await mails.find({ status: 'waiting' }).sort({ at: 1, _id: 1 }).limit(1).lean<MailRecord[]>();
      return {
        waiting: await mails.countDocuments({ status: 'waiting' }),
        dead: await mails.countDocuments({ status: 'dead' }),
        kept: await mails.countDocuments({ status: 'kept' }),
        oldestWaiting: oldest[0]?.at ?? null,
      };
    },
    async countsOf(beginnings) {
      const sorted = [...beginnings].sort();
      const [first, last] = [sorted[0], sorted.at(-1)];
      if (first === undefined || last === undefined) return new Map();
      const rows = await mails.aggregate<{ _id: { of: string; status: MailStatus }; count: number }>([
        { $match: { key: operator({ $gte: `${first}-`, $lt: `${last}-${END}` }) } },
        { $group: { _id: { of: { $substrCP: ['$key', 0, first.length] }, status: '$status' }, count: { $sum: 1 } } },
      ]);
      const found = new Map<string, Partial<Record<MailStatus, number>>>(beginnings.map((one) => [one, {}]));
      for (const { _id, count } of rows) {
        const counts = found.get(_id.of);
        if (counts !== undefined) counts[_id.status] = count;
      }
      return found;
    },
    async resend(ids) {
      const now = clock.now();
      const which = ids === 'all' ? {} : { _id: operator({ $in: [...ids] }) };
      const { modifiedCount } = await mails.updateMany(
        { ...which, status: 'dead', ofAccount: false, text: operator({ $ne: '' }) },
        { $set: { status: 'waiting', nextAt: now, resentAt: now, attempts: 0, claim: null } },
      );
      return modifiedCount;
    },
  };
}

function toQueuedMail(record: MailRecord): QueuedMail {
  const ofAccount = record.ofAccount !== false;
  return {
    id: record._id,
    status: record.status,
    kind: record.kind ?? 'other',
    ofAccount,
    to: { name: record.to.name, address: record.to.address },
    subject: record.subject,
    at: record.at,
    attempts: record.attempts,
    nextAt: record.status === 'waiting' ? record.nextAt : null,
    sentAt: record.sentAt ?? null,
    lastError: record.lastError,
    resendable: record.status === 'dead' && !ofAccount && record.text !== '',
  };
}
