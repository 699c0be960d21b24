import type { PersonActor } from '../../kernel/actor.js';
import type { Page, PageRequest } from '../../kernel/paging.js';
import type { MailCounts, MailFilter, MailServerState, OpenedMail, QueuedMail } from '../../platform/mailer/index.js';

/** How delivery stands. */
export interface MailHealth extends MailCounts {
  readonly server: MailServerState;
}

/** Mails on their way, for HR administration: what waits, what was given up and why, what went out lately. */
export interface MailsModule {
  /** Newest first. @throws Forbidden */
  list(actor: PersonActor, filter: MailFilter, page: PageRequest): Promise<Page<QueuedMail>>;
  /** With what it says, unless it is about an account or gone. @throws Forbidden, NotFound */
  byId(actor: PersonActor, id: string): Promise<OpenedMail>;
  /** Counts, and whether the mail server answers; within two seconds. @throws Forbidden */
  health(actor: PersonActor): Promise<MailHealth>;
  /**
   * Has one mail tried again that was given up.
   * @throws Forbidden, NotFound, Conflict (`mail.not_given_up`), RuleBroken (`mail.of_account`)
   */
  resend(actor: PersonActor, id: string): Promise<OpenedMail>;
  /** Has all of them tried again whose words are still there; answers how many. @throws Forbidden */
  resendAll(actor: PersonActor): Promise<number>;
}
