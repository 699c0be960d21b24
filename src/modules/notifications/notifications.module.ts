import type { PersonActor } from '../../kernel/actor.js';
import type { AnyStoredEvent } from '../../kernel/events.js';
import type { Page, PageRequest } from '../../kernel/paging.js';
import type { LiveItem, LivePage } from './live-item.js';
import type { Notification } from './notification.js';

/** Tells people what happened for them: in the app, by mail, live. Told by events; nobody calls it to tell something. */
export interface NotificationsModule {
  /** The actor's own messages, newest first. */
  list(actor: PersonActor, page: PageRequest): Promise<Page<Notification>>;
  /** Everything that somebody was told in the app, oldest first, in batches. */
  eachOf(personId: string): AsyncIterable<Notification[]>;
  /** How many of them are unread. */
  unread(actor: PersonActor): Promise<number>;
  /** Marks own messages as read; ids of others change nothing. */
  markRead(actor: PersonActor, ids: readonly string[] | 'all'): Promise<void>;
  /** Sends the actor a mail to see whether and from whom mails arrive; at most one a minute. @throws Forbidden */
  sendTestMail(actor: PersonActor): Promise<void>;
  readonly live: LiveFeed;
}

/** What concerns a person, in order and without gaps, so that a client knows what it missed. */
export interface LiveFeed {
  /** Writes down what an event means for whom, once however often it is called, and answers the items. */
  record(event: AnyStoredEvent): Promise<LiveItem[]>;
  /** What came after the cursor, oldest first, at most 100. Without a cursor: nothing yet, and where to begin. */
  since(actor: PersonActor, cursor?: string): Promise<LivePage>;
}
