import type { AnyStoredEvent } from '../../kernel/events.js';
import type { Message, MessageLinks } from './message.js';
import type { MessageWords } from './message-words.js';
import type { Recipient } from './recipients.js';

/** Entries and what is computed from them differ. Only central has the page that names what. */
export function booksMessage(
  { data }: Extract<AnyStoredEvent, { type: 'verification.failed' }>,
  { part }: Recipient,
  links: Pick<MessageLinks, 'verification'>,
  { t }: MessageWords,
): Message {
  return {
    text: t('told.booksDiffer', { count: data.differences }),
    words: t('told.booksDifferWords'),
    href: part === 'administrator' ? links.verification : null,
  };
}
