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
