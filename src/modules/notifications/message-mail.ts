import type { NewMail } from '../../platform/mailer/index.js';
import type { Message } from './message.js';
import { linesOf, oneLine } from './message-words.js';
import { isAlwaysTold, type MessageType } from './notification.js';

/** Renders `views/emails/<name>.ejs` in a language; names that end in `.txt` give plain text. */
export type RenderEmail = (name: string, model: object, language: string, zone?: string) => string;

export interface MailRecipient {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** BCP 47 */
  readonly language: string;
}

/** What all mails of an organization have in common. */
export interface MailFrame {
  readonly organizationName: string;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** Where messages are chosen; without the host. */
  readonly preferences: string;
  readonly render: RenderEmail;
}

/** The mail of a message, in two forms that say the same. */
export function mailOf(
  eventId: string,
  message: Message & { readonly type?: MessageType },
  to: MailRecipient,
  frame: MailFrame,
): NewMail {
  const ofAccount = message.type !== undefined && isAlwaysTold(message.type);
  const preferencesLink = frame.publicUrl + frame.preferences;
  const model = {
    subject: subjectOf(message.text),
    name: oneLine(to.name),
    text: oneLine(message.text),
    words: message.paragraphs === undefined ? linesOf(message.words) : '',
    paragraphs: message.paragraphs ?? [],
    items: message.items ?? [],
    more: message.more ?? 0,
    link: message.href === null ? null : frame.publicUrl + message.href,
    // What cannot be switched off leads nowhere to do so.
    preferencesLink: ofAccount ? null : preferencesLink,
    organizationName: oneLine(frame.organizationName),
  };
  return {
    key: `${eventId}-${to.id}`,
    kind: message.type ?? 'test',
    ...(ofAccount ? { ofAccount } : { unsubscribe: preferencesLink }),
    to: { name: oneLine(to.name), address: to.email },
    subject: model.subject,
    text: frame.render('message.txt', model, to.language),
    html: frame.render('message', model, to.language),
  };
}

/** The sentence without its full stop. */
export function subjectOf(sentence: string): string {
  return oneLine(sentence).replace(/[.।]$/u, '').trim();
}
