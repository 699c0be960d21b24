import type { NewMail } from '../../platform/mailer/index.js';
import type { Message } from './message.js';
import { ALWAYS_MAILED, type MessageType } from './notification.js';

/** Renders `views/emails/<name>.ejs` in a language. */
export type RenderEmail = (name: string, model: object, language: string, zone?: string) => string;

export interface MailRecipient {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** BCP 47 */
  readonly language: string;
}

interface MailFrame {
  readonly organizationName: string;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** Where mails are switched off; without the host. */
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
  const link = message.href === null ? null : frame.publicUrl + message.href;
  const preferencesLink = frame.publicUrl + frame.preferences;
  const { organizationName } = frame;
  const always: readonly string[] = ALWAYS_MAILED;
  const ofAccount = message.type !== undefined && always.includes(message.type);
  return {
    key: `${eventId}-${to.id}`,
    kind: message.type ?? 'test',
    ...(ofAccount ? { ofAccount } : { unsubscribe: preferencesLink }),
    to: { name: to.name, address: to.email },
    subject: message.text.replace(/\.$/, ''),
    text: textOf({ message, name: to.name, link, preferencesLink, organizationName }),
    html: frame.render(
      'message',
      { name: to.name, text: message.text, words: message.words, link, preferencesLink, organizationName },
      to.language,
    ),
  };
}

interface TextParts {
  readonly message: Message;
  readonly name: string;
  readonly link: string | null;
  readonly preferencesLink: string;
  readonly organizationName: string;
}

function textOf({ message, name, link, preferencesLink, organizationName }: TextParts): string {
  const quoted = message.words.split('\n').map((line) => `> ${line}`);
  return [
    `Hello ${name},`,
    message.text,
    ...(message.words === '' ? [] : [quoted.join('\n')]),
    ...(link === null ? [] : [`Open it: ${link}`]),
    `-- \n${organizationName} · Prowess Points\nChoose which mails you get: ${preferencesLink}`,
  ].join('\n\n');
}
