import type { PersonActor } from '../../kernel/actor.js';
import type { AnyStoredEvent } from '../../kernel/events.js';
import type { Page, PageRequest } from '../../kernel/paging.js';
import type { NewMail } from '../../platform/mailer/index.js';
import type { MessagePreferences } from '../people/index.js';
import type { LiveHint } from './live-hints.js';
import type { LiveItem, LivePage } from './live-item.js';
import type { AnnouncedWords } from './message-announcements.js';
import type { Bell, Notification, NotificationFilter } from './notification.js';

/** Tells people what happened for them: in the app, by mail, live. Told by events; nobody calls it to tell something. */
export interface NotificationsModule {
  /** The actor's own messages, newest first. */
  list(actor: PersonActor, page: PageRequest, filter?: NotificationFilter): Promise<Page<Notification>>;
  /** Everything that somebody was told in the app, oldest first, in batches. */
  eachOf(personId: string): AsyncIterable<Notification[]>;
  /** How many of them are unread. */
  unread(actor: PersonActor): Promise<number>;
  /** What the bell of the actor's pages shows. */
  bell(actor: PersonActor): Promise<Bell>;
  /** One of the actor's own messages, which counts as read from now on. @throws NotFound */
  open(actor: PersonActor, id: string): Promise<Notification>;
  /** Marks own messages as read; ids of others change nothing. */
  markRead(actor: PersonActor, ids: readonly string[] | 'all'): Promise<void>;
  /** Sends the actor a mail to see whether and from whom mails arrive; at most one a minute. @throws Forbidden */
  sendTestMail(actor: PersonActor): Promise<void>;
  /** The mail of an announcement as the actor would get it; sends nothing. */
  announcementMail(actor: PersonActor, announced: AnnouncedWords): Promise<Pick<NewMail, 'subject' | 'text' | 'html'>>;
  /** When the digest of somebody with these preferences comes next, by the clock of which zone. */
  nextDigest(preferences: Pick<MessagePreferences, 'zone' | 'mailsPausedUntil'>): Promise<{ at: Date; zone: string }>;
  /** Sends every digest that is due, in every organization: once, whoever asks, how often, and whatever ends in between. */
  sendDigestsEverywhere(): Promise<void>;
  /** Removes what was read more than a year ago, in every organization. */
  tidyEverywhere(): Promise<void>;
  readonly live: LiveFeed;
}

/** What concerns a person, in order and without gaps, so that a client knows what it missed. */
export interface LiveFeed {
  /** Writes down what an event means for whom, once however often it is called, and answers the items. */
  record(event: AnyStoredEvent): Promise<LiveItem[]>;
  /**
   * What an event means for those whom it does not concern in person, and who looks at the records of the person whose
   * they are; undefined where it means nothing to them.
   */
  hint(event: AnyStoredEvent): Promise<(LiveHint & { readonly onlookerIds: readonly string[] }) | undefined>;
  /** What came after the cursor, oldest first, at most 100. Without a cursor: nothing yet, and where to begin. */
  since(actor: PersonActor, cursor?: string): Promise<LivePage>;
}
