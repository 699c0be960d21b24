import type { Page, PageRequest } from '../../kernel/paging.js';
import type { KeptMail, NewMail } from './mail.js';
import type { MailDesk } from './mail-desk.js';
import type { MailServerState } from './server-watch.js';

/** Sends mails without anybody waiting for it. */
export interface Mailer {
  /** Puts mails into the queue, in the surrounding transaction; one whose key is known already is left out. */
  queue(mails: readonly NewMail[]): Promise<void>;
  /** Looks at once for what is due instead of at the next poll. */
  wake(): void;
  /** Begins to send; also what other processes left behind. */
  start(): void;
  /** Finishes the mails at hand and closes the connections. */
  stop(): Promise<void>;
  /** Sends everything that is due now; for tests and commands. */
  drain(): Promise<void>;
  /** Mails waiting, and mails given up, of all organizations. */
  backlog(): Promise<{ waiting: number; dead: number }>;
  /** Whether the mail server lets this installation in; answers within two seconds. */
  server(): Promise<MailServerState>;
  /** The mails of the request context's organization, for whoever looks after them. */
  readonly desk: MailDesk;
  /** Forgets what was sent or given up long ago, of all organizations. */
  tidy(): Promise<void>;
  /** Mails that are kept because no mail server is configured; undefined where one is. */
  readonly mailbox: Mailbox | undefined;
}

/** The mails of an installation without a mail server, newest first. Never in production. */
export interface Mailbox {
  list(page: PageRequest): Promise<Page<KeptMail>>;
  byId(id: string): Promise<KeptMail | undefined>;
}
