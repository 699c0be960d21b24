export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

/** A mail to one person. */
export interface NewMail {
  /** Names the mail for ever: it is queued once, and its Message-ID is made of it. `<event>-<person>` */
  readonly key: string;
  readonly to: MailAddress;
  /** Whom it comes from; the organization's sender, else the installation's, unless said. */
  readonly from?: MailAddress;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** What it is about, for whoever looks after mails: `request_approved`; `other` unless said. */
  readonly kind?: string;
  /**
   * Belongs to having an account: it may hold a link or a code that lets somebody in. Nobody is shown what it says, it is
   * not sent again, and it cannot be switched off.
   */
  readonly ofAccount?: true;
  /** Where mails of this kind are switched off, with the host; for the header `List-Unsubscribe`. */
  readonly unsubscribe?: string;
}

/** A mail as the mailbox shows it. */
export interface KeptMail {
  readonly id: string;
  /** `Name <address>` */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly at: Date;
}
