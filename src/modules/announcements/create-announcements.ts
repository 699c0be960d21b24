import type { Actor } from '../../kernel/actor.js';
import type { Clock } from '../../kernel/clock.js';
import { Forbidden } from '../../kernel/errors.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { offsetOf, pageOf } from '../../kernel/paging.js';
import { can } from '../../kernel/permissions.js';
import type { Mailer } from '../../platform/mailer/index.js';
import type { Outbox } from '../../platform/outbox/index.js';
import { operator, type Storage } from '../../platform/storage/index.js';
import { announcementKey } from '../notifications/index.js';
import type { MailsOfAnnouncement } from './announcement.js';
import {
  announcementSchema,
  audiencePartSchema,
  NO_MAILS,
  toAnnouncement,
  type AnnouncementRecord,
  type AudiencePartRecord,
} from './announcement.model.js';
import type { AnnouncementsModule } from './announcements.module.js';
import { previewAudience, type AudienceParts } from './audience.js';
import { beginAnnouncement, cancelAnnouncement, goOn, notFound, takePart, type SendParts } from './send-out.js';

export interface AnnouncementsDependencies extends AudienceParts {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly organizations: { today(): Promise<LocalDate> };
  readonly mailer: Pick<Mailer, 'desk'>;
}

export function createAnnouncements(deps: AnnouncementsDependencies): AnnouncementsModule {
  const { storage, outbox, organizations, mailer } = deps;
  const announcements = storage.tenantModel<AnnouncementRecord>('Announcement', announcementSchema.clone());
  const audienceParts = storage.tenantModel<AudiencePartRecord>('AudiencePart', audiencePartSchema.clone());
  const parts: SendParts = { ...deps, announcements, audienceParts };

  outbox.subscribe('announcements', ['announcement.part_sent'], ({ organizationId, subject, data }) =>
    goOn(parts, organizationId, subject.id, data.number),
  );

  function assertMaySend(actor: Actor): void {
    if (!can(actor, 'announcements:send', 'central')) throw new Forbidden();
  }

  /** What became of the mails of some announcements, by id. */
  async function mailsOf(ids: readonly string[]): Promise<Map<string, MailsOfAnnouncement>> {
    const counts = await mailer.desk.countsOf(ids.map(announcementKey));
    return new Map(
      ids.map((id) => {
        const { sent = 0, kept = 0, waiting = 0, dead = 0 } = counts.get(announcementKey(id)) ?? {};
        return [id, { delivered: sent + kept, waiting, givenUp: dead }];
      }),
    );
  }

  async function found(id: string) {
    const record = await announcements.findOne({ _id: id }).lean<AnnouncementRecord>();
    if (record === null) throw notFound();
    return toAnnouncement(record, (await mailsOf([id])).get(id));
  }

  return {
    async list(actor, page) {
      assertMaySend(actor);
      const records = await announcements
        .find()
        .sort({ at: -1, _id: -1 })
        .skip(offsetOf(page))
        .limit(page.size)
        .lean<AnnouncementRecord[]>();
      const mails = await mailsOf(records.map(({ _id }) => _id));
      const items = records.map((record) => toAnnouncement(record, mails.get(record._id) ?? NO_MAILS));
      return pageOf(items, page, await announcements.countDocuments());
    },
    async byId(actor, id) {
      assertMaySend(actor);
      return found(id);
    },
    async preview(actor, audience) {
      assertMaySend(actor);
      return previewAudience(deps, audience, await organizations.today());
    },
    async send(actor, announcement) {
      assertMaySend(actor);
      return toAnnouncement(await storage.run(() => beginAnnouncement(parts, actor, announcement)));
    },
    async cancel(actor, id) {
      assertMaySend(actor);
      await storage.run(() => cancelAnnouncement(parts, actor, id));
      return found(id);
    },
    async read({ personId }, id) {
      const told = { announcement: id, personIds: personId, takenAt: operator({ $ne: null }) };
      if ((await audienceParts.exists(told)) === null) throw notFound();
      return found(id);
    },
    takePart: (id, number) => takePart(parts, id, number),
  };
}
