import type { Clock } from '../../kernel/clock.js';
import type { AnyStoredEvent } from '../../kernel/events.js';
import { newId } from '../../kernel/ids.js';
import { offsetOf, pageOf } from '../../kernel/paging.js';
import type { Mailer } from '../../platform/mailer/index.js';
import type { Outbox } from '../../platform/outbox/index.js';
import { operator, type Storage } from '../../platform/storage/index.js';
import type { OrganizationsModule } from '../organizations/index.js';
import { isActive, type PeopleModule, type Person } from '../people/index.js';
import { eachNotificationOf } from './each-notification-of.js';
import { createLiveFeed } from './live-feed.js';
import { liveItemsOf, type ToldMessage } from './live-items.js';
import { factsOf, type EventFacts, type FactSources } from './message-facts.js';
import { mailOf, type RenderEmail } from './message-mail.js';
import { messageOf, type MessageLinks } from './message.js';
import { ALWAYS_MAILED } from './notification.js';
import { notificationSchema, toNotification, type NotificationRecord } from './notification.model.js';
import type { NotificationsModule } from './notifications.module.js';
import { recipientsOf, TOLD_EVENTS } from './recipients.js';
import { sendTestMail } from './test-mail.js';

export interface NotificationsDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly mailer: Pick<Mailer, 'queue'>;
  readonly organizations: Pick<OrganizationsModule, 'current' | 'today'>;
  readonly people: Pick<PeopleModule, 'find' | 'byIds' | 'holders'>;
  readonly catalog: FactSources['catalog'];
  readonly ledger: FactSources['ledger'];
  readonly links: MessageLinks;
  readonly renderEmail: RenderEmail;
  /** How people reach the product, without a slash at the end. */
  readonly publicUrl: string;
}

export function createNotifications(deps: NotificationsDependencies): NotificationsModule {
  const { storage, outbox, clock, mailer, organizations, people, links } = deps;
  const notifications = storage.tenantModel<NotificationRecord>('Notification', notificationSchema.clone());

  /** The messages of an event that go into the app and, where wanted, into a mail. */
  function messagesOf(event: AnyStoredEvent, facts: EventFacts): ToldMessage[] {
    return recipientsOf(event, facts).flatMap((recipient) => {
      const message = recipient.liveOnly ? undefined : messageOf(event, recipient, facts, links);
      return message === undefined ? [] : [{ ...message, personId: recipient.personId, type: recipient.type }];
    });
  }

  async function tell(event: AnyStoredEvent): Promise<void> {
    const messages = messagesOf(event, await factsOf(event, deps));
    if (messages.length === 0) return;
    await storage.run(async () => {
      const known = await notifications
        .find({ eventId: event.id })
        .select({ personId: 1 })
        .lean<{ personId: string }[]>();
      const told = new Set(known.map((record) => record.personId));
      const fresh = messages.filter((message) => !told.has(message.personId));
      if (fresh.length === 0) return;
      await notifications.insertMany(
        fresh.map(({ personId, type, text, href }) => ({
          _id: newId(event.at),
          personId,
          eventId: event.id,
          type,
          text,
          href,
          at: event.at,
          readAt: null,
        })),
      );
      await mail(event, fresh);
    });
  }

  async function mail(event: AnyStoredEvent, messages: readonly ToldMessage[]): Promise<void> {
    const recipients = await people.byIds(messages.map((message) => message.personId));
    const organization = await organizations.current();
    const today = await organizations.today();
    const always: readonly string[] = ALWAYS_MAILED;
    const wants = (person: Person, type: string) =>
      isActive(person, today) && (always.includes(type) || person.preferences.mail[type] !== false);
    await mailer.queue(
      messages.flatMap((message) => {
        const person = recipients.get(message.personId);
        if (person === undefined || !wants(person, message.type)) return [];
        const language =
          person.preferences.language === '' ? organization.settings.locale : person.preferences.language;
        const frame = {
          organizationName: organization.name,
          publicUrl: deps.publicUrl,
          preferences: links.preferences,
          render: deps.renderEmail,
        };
        return [mailOf(event.id, message, { id: person.id, name: person.name, email: person.email, language }, frame)];
      }),
    );
  }

  outbox.subscribe('notifications', TOLD_EVENTS, tell);

  return {
    async list({ personId }, page) {
      const records = await notifications
        .find({ personId })
        .sort({ at: -1, _id: -1 })
        .skip(offsetOf(page))
        .limit(page.size)
        .lean<NotificationRecord[]>();
      return pageOf(records.map(toNotification), page, await notifications.countDocuments({ personId }));
    },
    eachOf: (personId) => eachNotificationOf(notifications, personId),
    unread: ({ personId }) => notifications.countDocuments({ personId, readAt: null }),
    async markRead({ personId }, ids) {
      const which = ids === 'all' ? {} : { _id: operator({ $in: [...ids] }) };
      await notifications.updateMany({ ...which, personId, readAt: null }, { $set: { readAt: clock.now() } });
    },
    sendTestMail: (actor) => sendTestMail(deps, actor),
    live: createLiveFeed({
      storage,
      itemsOf: async (event) => {
        const facts = await factsOf(event, deps);
        return liveItemsOf(event, facts.partnerId, messagesOf(event, facts));
      },
    }),
  };
}
