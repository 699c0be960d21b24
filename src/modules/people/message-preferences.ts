import type { LocalDate } from '../../kernel/local-date.js';

/** How mails of a kind come: each at once, together once a day, or not at all. */
export const MAIL_CHOICES = ['now', 'digest', 'off'] as const;
export type MailChoice = (typeof MAIL_CHOICES)[number];

/** What a person wants to hear, by kind of message; a kind that is not named comes in the app and by mail at once. */
export interface MessagePreferences {
  /** Before there was a digest, `true` and `false` were stored for at once and off. */
  readonly mail: Readonly<Record<string, boolean | MailChoice>>;
  /** Kinds that were switched off in the app (`false`) or on. */
  readonly app: Readonly<Record<string, boolean>>;
  /** Switches off all mails but those about the safety of the account. */
  readonly noMails: boolean;
  /** The day on which mails come again; what came until then comes in the digest of that morning. */
  readonly mailsPausedUntil: LocalDate | null;
  /** IANA name; empty follows the organization. */
  readonly zone: string;
}

export const DEFAULT_MESSAGE_PREFERENCES: MessagePreferences = {
  mail: {},
  app: {},
  noMails: false,
  mailsPausedUntil: null,
  zone: '',
};

/** What was chosen for the mails of a kind, whatever else is switched off. */
export function mailChoiceOf({ mail }: Pick<MessagePreferences, 'mail'>, kind: string): MailChoice {
  const choice = Object.hasOwn(mail, kind) ? mail[kind] : undefined;
  if (choice === undefined || choice === true) return 'now';
  return choice === false ? 'off' : choice;
}

/** What happens to a mail of a kind today: a pause makes it wait for the digest of the day on which it ends. */
export function mailOn(preferences: MessagePreferences, kind: string, today: LocalDate): MailChoice {
  const choice = preferences.noMails ? 'off' : mailChoiceOf(preferences, kind);
  return choice === 'now' && isPaused(preferences, today) ? 'digest' : choice;
}

export function isPaused(
  { mailsPausedUntil }: Pick<MessagePreferences, 'mailsPausedUntil'>,
  today: LocalDate,
): boolean {
  return mailsPausedUntil !== null && today < mailsPausedUntil;
}

export function isToldInApp({ app }: Pick<MessagePreferences, 'app'>, kind: string): boolean {
  return !Object.hasOwn(app, kind) || app[kind] !== false;
}
