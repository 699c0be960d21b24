import type { Actor, PersonActor } from '../../kernel/actor.js';
import type { Page, PageRequest } from '../../kernel/paging.js';
import type { Announcement, AnnouncementPart, AudienceFilter, AudiencePreview } from './announcement.js';
import type { AnnouncementWords } from './announcement.schema.js';

export interface NewAnnouncement extends AnnouncementWords {
  readonly audience: AudienceFilter;
  /** How many people whoever sends it expects; refused where there are others by now. */
  readonly expected?: number | undefined;
}

/** Words of central to many people at once: in the app and by mail, as each of them prefers. */
export interface AnnouncementsModule {
  /** Newest first, with what became of the mails. @throws Forbidden */
  list(actor: Actor, page: PageRequest): Promise<Page<Announcement>>;
  /** @throws Forbidden; NotFound */
  byId(actor: Actor, id: string): Promise<Announcement>;
  /** Who would get it now; sends nothing. @throws Forbidden */
  preview(actor: Actor, audience: AudienceFilter): Promise<AudiencePreview>;
  /**
   * Freezes the audience and begins to tell it, part by part, in the background; whatever ends in between, each person
   * is told once.
   * @throws Forbidden; RuleBroken `announcement.nobody`; Conflict `announcement.audience_changed`
   */
  send(actor: Actor, announcement: NewAnnouncement): Promise<Announcement>;
  /** Whoever was told so far was; nobody else is. @throws Forbidden; NotFound; Conflict `announcement.not_sending` */
  cancel(actor: Actor, id: string): Promise<Announcement>;
  /** What somebody was told. @throws NotFound for everybody who was not */
  read(actor: PersonActor, id: string): Promise<Announcement>;
  /** A part of the audience with what it is told, for the messages. From then on this part goes out. */
  takePart(id: string, number: number): Promise<AnnouncementPart | undefined>;
}
