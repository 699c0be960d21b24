import type { Model } from 'mongoose';
import { offsetOf, pageOf } from '../../kernel/paging.js';
import { acrossOrganizations } from '../request-context.js';
import type { KeptMail } from './mail.js';
import type { MailRecord } from './mail.model.js';
import type { Mailbox } from './mailer.js';

function toKeptMail(record: MailRecord): KeptMail {
  const { name, address } = record.to;
  return {
    id: record._id,
    to: name === '' ? address : `${name} <${address}>`,
    subject: record.subject,
    text: record.text,
    html: record.html,
    at: record.at,
  };
}

/** Shows the mails of all organizations: it exists only where nobody configured a mail server, and not in production. */
export function createMailbox(mails: Model<MailRecord>): Mailbox {
  return {
    list: (page) =>
      acrossOrganizations(async () => {
        const filter = { status: 'kept' as const };
        const records = await mails
          .find(filter)
          .sort({ at: -1, _id: -1 })
          .skip(offsetOf(page))
          .limit(page.size)
          .lean<MailRecord[]>();
        return pageOf(records.map(toKeptMail), page, await mails.countDocuments(filter));
      }),
    byId: (id) =>
      acrossOrganizations(async () => {
        const record = await mails.findOne({ _id: id, status: 'kept' }).lean<MailRecord>();
        return record === null ? undefined : toKeptMail(record);
      }),
  };
}
