import { ALWAYS_MAILED, MESSAGE_TYPES } from '../../../../modules/notifications/index.js';

const MESSAGES: readonly string[] = [...MESSAGE_TYPES, ...ALWAYS_MAILED];
const OTHERS: readonly string[] = ['account', 'digest', 'test'];

/** What mails can be about, for the filter. */
export const MAIL_KINDS: readonly string[] = [...MESSAGES, ...OTHERS];

/** The key of the words for what a mail is about. */
export function mailKindKey(kind: string): string {
  if (MESSAGES.includes(kind)) return `messageKind.${kind}`;
  return `mails.kind.${OTHERS.includes(kind) ? kind : 'other'}`;
}
