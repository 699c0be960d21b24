import { createTransport } from 'nodemailer';
import { headerText, messageIdOf } from './mail-headers.js';
import type { MailAddress, NewMail } from './mail.js';

/** What is handed over; `ofAccount` and `unsubscribe` as they were stored. */
export type OutgoingMail = Pick<NewMail, 'key' | 'to' | 'subject' | 'text' | 'html'> & {
  readonly from?: MailAddress | null;
  readonly unsubscribe?: string | null;
};

/** Hands a mail to a server. */
export interface MailTransport {
  /** Rejects when the server does not take it. */
  send(mail: OutgoingMail): Promise<void>;
  /** Connects and signs in without sending. Rejects when that fails. */
  verify(): Promise<void>;
  /** Closes idle connections; with `force` also those on which a mail travels, whose sending then fails. */
  close(force?: boolean): void;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** Between two words of the server; a mail whose server falls silent is tried again. */
const ANSWER_TIMEOUT_MS = 30_000;
/** For a whole mail: a server that answers a letter at a time never falls silent. */
export const MAIL_TIMEOUT_MS = 60_000;
/** After as many a connection is made anew, as mail servers expect it. */
const MAILS_PER_CONNECTION = 100;

/** How many mails travel at the same time. */
export const PARALLEL_MAILS = 4;

/**
 * A pool of connections to the mail server behind an `smtp://` or `smtps://` address. What the address says counts before
 * what stands here: `smtps://…?maxConnections=2&rateLimit=5`.
 */
export function createSmtpTransport(options: { readonly url: string; readonly from: string }): MailTransport {
  const pool = createTransport({
    url: options.url,
    pool: true,
    maxConnections: PARALLEL_MAILS,
    maxMessages: MAILS_PER_CONNECTION,
    // Tried again by the queue, which remembers, and not by the pool.
    maxRequeues: 0,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: ANSWER_TIMEOUT_MS,
    // Mails are made of what people typed; none of it may become a file or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(mail) {
      await pool.sendMail({
        from: mail.from == null ? options.from : { name: headerText(mail.from.name), address: mail.from.address },
        to: { name: headerText(mail.to.name), address: mail.to.address },
        subject: headerText(mail.subject),
        messageId: messageIdOf(mail.key, options.from),
        headers: headersOf(mail),
        text: mail.text,
        html: mail.html,
        signal: AbortSignal.timeout(MAIL_TIMEOUT_MS),
      });
    },
    async verify() {
      await pool.verify();
    },
    close: (force = false) => pool.close({ force }),
  };
}

/** Nobody's holiday answer shall come back to a machine, and mail programs offer where mails are switched off. */
function headersOf({ unsubscribe }: OutgoingMail): Record<string, string> {
  return {
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    ...(unsubscribe != null && { 'List-Unsubscribe': `<${new URL(unsubscribe).href}>` }),
  };
}
