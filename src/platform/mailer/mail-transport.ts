import { createTransport } from 'nodemailer';
import { headerText, messageIdOf } from './mail-headers.js';
import type { MailAddress, NewMail } from './mail.js';

/** Hands a mail to a server. Rejects when the server does not take it. */
export interface MailTransport {
  send(mail: Omit<NewMail, 'from'> & { readonly from?: MailAddress | null }): Promise<void>;
  close(): void;
}

const CONNECT_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 30_000;

/** How many mails travel at the same time. */
export const PARALLEL_MAILS = 4;

/** A pool of connections to the mail server behind an `smtp://` or `smtps://` address. */
export function createSmtpTransport(options: { readonly url: string; readonly from: string }): MailTransport {
  const pool = createTransport({
    url: options.url,
    pool: true,
    maxConnections: PARALLEL_MAILS,
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
        // Nobody's holiday answer shall come back to a machine.
        headers: { 'Auto-Submitted': 'auto-generated' },
        text: mail.text,
        html: mail.html,
      });
    },
    close: () => pool.close(),
  };
}

/** True when the server said that it will never take this mail, as for an unknown mailbox. */
export function isRefusedForEver(error: unknown): boolean {
  const code =
    typeof error === 'object' && error !== null ? (error as { responseCode?: unknown }).responseCode : undefined;
  // 5xx of the recipient or the content. 530 to 538 are about signing in to the server, which an operator can mend.
  return typeof code === 'number' && code >= 500 && code < 600 && !(code >= 530 && code <= 538) && code !== 521;
}
