import type { Message, MessageLinks } from './message.js';
import { linesOf, oneLine } from './message-words.js';
import { paragraphsOf } from './paragraphs.js';

/** What an announcement says. */
export interface AnnouncedWords {
  /** One line. */
  readonly subject: string;
  readonly text: string;
}

/** The name under which people are told an announcement once, in however many parts it goes out. */
export function announcementKey(id: string): string {
  return `announcement-${id}`;
}

/** What people are told by an announcement: its own words, in whatever language they were written. */
export function announcementMessage(
  id: string,
  { subject, text }: AnnouncedWords,
  links: Pick<MessageLinks, 'announcement'>,
): Message {
  const words = linesOf(text);
  return { text: oneLine(subject), words, paragraphs: paragraphsOf(words), href: links.announcement(id) };
}
