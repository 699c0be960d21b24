import type { Clock } from '../../kernel/clock.js';
import { NotFound } from '../../kernel/errors.js';
import type { AnyStoredEvent } from '../../kernel/events.js';
import { newId } from '../../kernel/ids.js';
import { languageFor } from '../../kernel/language.js';
import { offsetOf, pageOf } from '../../kernel/paging.js';
import type { Mailer } from '../../platform/mailer/index.js';
import type { Outbox } from '../../platform/outbox/index.js';
import { operator, type Storage } from '../../platform/storage/index.js';
import type { OrganizationsModule } from '../organizations/index.js';
import type { PeopleModule, Person } from '../people/index.js';
import { announcementKey, announcementMessage } from './message-announcements.js';
import { digestMailOf } from './digest-mail.js';
import { nextMorning } from './digest-morning.js';
import { createDigests } from './digests.js';
import { eachNotificationOf } from './each-notification-of.js';
import { inEveryOrganization } from './in-every-organization.js';
import { createLiveFeed } from './live-feed.js';
import { liveItemsOf } from './live-items.js';
import { factsOf, type FactSources } from './message-facts.js';
import { mailOf, type MailFrame, type RenderEmail } from './message-mail.js';
import type { MessageLinks } from './message.js';
import { inOneLine, type WordsIn } from './message-words.js';
import type { NotificationFilter } from './notification.js';
import { notificationSchema, toNotification, type NotificationRecord } from './notification.model.js';
import type { NotificationsModule } from './notifications.module.js';
import { TOLD_EVENTS } from './recipients.js';
import { sendTestMail } from './test-mail.js';
import { toldOf, type Told } from './told-people.js';

export interface NotificationsDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly mailer: Pick<Mailer, 'queue'>;
  readonly organizations: Pick<OrganizationsModule, 'current' | 'today' | 'list'>;
  readonly people: Pick<PeopleModule, 'find' | 'byIds' | 'holders'>;
  readonly catalog: FactSources['catalog'];
  readonly ledger: FactSources['ledger'];
  readonly requests: FactSources['requests'];
  readonly announcements: FactSources['announcements'];
  readonly links: MessageLinks;
  readonly renderEmail: RenderEmail;
  readonly wordsIn: WordsIn;
  /** How people reach the product, without a slash at the end. */
  readonly publicUrl: string;
}

const DAY = 86_400_000;
const KEPT_READ = 366 * DAY;
const KEPT_SENT = 30 * DAY;
/** The bell says "99+" for more. */
const BELL_COUNTS = 100;
const BELL_SHOWS = 5;

export function createNotifications(deps: NotificationsDependencies): NotificationsModule {
  const { storage, outbox, clock, mailer, organizations, people, links } = deps;
  const notifications = storage.tenantModel<NotificationRecord>('Notification', notificationSchema.clone());
  const digests = createDigests({
    ...{ storage, clock, mailer },
    personById: (id) => people.find(id),
    zoneOf: ({ preferences }) => zoneOf(preferences),
    today: () => organizations.today(),
    async mailOf(digest, person) {
      const to = await addresseeOf(person);
      const frame = { ...(await mailFrame()), messages: links.messages };
      return digestMailOf(digest, to, frame, inOneLine(deps.wordsIn(to.language)));
    },
  });

  async function zoneOf({ zone }: { readonly zone: string }): Promise<string> {
    return zone === '' ? (await organizations.current()).calendar.zone : zone;
  }

  async function addresseeOf({ id, name, email, preferences }: Person) {
    const { settings } = await organizations.current();
    return { id, name, email, language: languageFor(preferences.language, settings.locale) };
  }

  async function mailFrame(): Promise<MailFrame> {
    const { name: organizationName } = await organizations.current();
    const { publicUrl, renderEmail: render } = deps;
    return { organizationName, publicUrl, preferences: links.preferences, render };
  }

  async function tell(event: AnyStoredEvent): Promise<void> {
    const told = await toldOf(event, await factsOf(event, deps), deps);
    if (told.length === 0) return;
    const frame = await mailFrame();
    await storage.run(async () => {
      const known = await notifications
        .find({ eventId: sourceOf(event), personId: operator({ $in: told.map(({ personId }) => personId) }) })
        .select({ personId: 1 })
        .lean<{ personId: string }[]>();
      const knowing = new Set(known.map((record) => record.personId));
      const fresh = told.filter(({ personId }) => !knowing.has(personId));
      const shown = fresh.filter(({ inApp }) => inApp);
      if (shown.length > 0) await notifications.insertMany(shown.map((message) => recordOf(event, message)));
      await mailer.queue(
        fresh
          .filter(({ mail }) => mail === 'now')
          .map((message) => {
            const { id, name, email } = message.person;
            return mailOf(sourceOf(event), message, { id, name, email, language: message.language }, frame);
          }),
      );
      await digests.add(
        fresh
          .filter(({ mail }) => mail === 'digest')
          .map(({ person, personId, type, text, words, href }) => ({
            person,
            item: { personId, eventId: sourceOf(event), type, text, words, href, at: event.at },
          })),
      );
    });
  }

  outbox.subscribe('notifications', TOLD_EVENTS, tell);
  outbox.subscribe('digest-mornings', ['person.preferences_changed'], async ({ subject, data }) => {
    if ('zone' in data || 'mailsPausedUntil' in data) await digests.moveMorning(subject.id);
  });

  return {
    async list({ personId }, page, filter = {}) {
      const match = { personId, ...matchOf(filter) };
      const records = await notifications
        .find(match)
        .sort({ at: -1, _id: -1 })
        .skip(offsetOf(page))
        .limit(page.size)
        .lean<NotificationRecord[]>();
      return pageOf(records.map(toNotification), page, await notifications.countDocuments(match));
    },
    eachOf: (personId) => eachNotificationOf(notifications, personId),
    async unread({ personId }) {
      return notifications.countDocuments({ personId, readAt: null });
    },
    async bell({ personId }) {
      const newest = await notifications
        .find({ personId })
        .sort({ at: -1, _id: -1 })
        .limit(BELL_SHOWS)
        .lean<NotificationRecord[]>();
      const unread = await notifications.countDocuments({ personId, readAt: null }).limit(BELL_COUNTS);
      return { unread, newest: newest.map(toNotification) };
    },
    async open({ personId }, id) {
      const record = await notifications.findOne({ _id: id, personId }).lean<NotificationRecord>();
      if (record === null) throw new NotFound('notification.not_found', 'There is no such notification.');
      if (record.readAt !== null) return toNotification(record);
      const readAt = clock.now();
      await notifications.updateOne({ _id: id, personId, readAt: null }, { $set: { readAt } });
      return toNotification({ ...record, readAt });
    },
    async markRead({ personId }, ids) {
      const which = ids === 'all' ? {} : { _id: operator({ $in: [...ids] }) };
      await notifications.updateMany({ ...which, personId, readAt: null }, { $set: { readAt: clock.now() } });
    },
    sendTestMail: (actor) => sendTestMail(deps, actor),
    async announcementMail(actor, announced) {
      const person = await people.find(actor.personId);
      if (person === undefined) throw new NotFound();
      const to = await addresseeOf(person);
      const { subject, text, html } = mailOf(
        'preview',
        announcementMessage('preview', announced, links),
        to,
        await mailFrame(),
      );
      return { subject, text, html };
    },
    async nextDigest(preferences) {
      const zone = await zoneOf(preferences);
      return { at: nextMorning(clock.now(), zone, { pausedUntil: preferences.mailsPausedUntil }).at, zone };
    },
    sendDigestsEverywhere: () => inEveryOrganization(organizations, () => digests.sendDue()),
    tidyEverywhere: () =>
      inEveryOrganization(organizations, async () => {
        const now = clock.now().getTime();
        await notifications.deleteMany({ readAt: operator({ $lt: new Date(now - KEPT_READ) }) });
        await digests.tidy(new Date(now - KEPT_SENT));
      }),
    live: createLiveFeed({
      storage,
      onlookersOf: async (personId) => {
        const person = await people.find(personId);
        return [person?.managerId, person?.dpId].filter((id) => id != null);
      },
      itemsOf: async (event) => {
        const facts = await factsOf(event, deps);
        const told = await toldOf(event, facts, deps);
        return liveItemsOf(
          event,
          facts.partnerId,
          told.filter(({ inApp }) => inApp),
        );
      },
    }),
  };
}

/** What somebody is told about once. An announcement goes out in parts, each by an event of its own. */
function sourceOf({ id, type, subject }: AnyStoredEvent): string {
  return type === 'announcement.part_sent' ? announcementKey(subject.id) : id;
}

function recordOf(event: AnyStoredEvent, { personId, type, text, language, href }: Told) {
  const at = event.at;
  return { _id: newId(at), personId, eventId: sourceOf(event), type, text, language, href, at, readAt: null };
}

function matchOf({ unread, type }: NotificationFilter) {
  return { ...(unread === true && { readAt: null }), ...(type !== undefined && { type }) };
}
