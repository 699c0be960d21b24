import type { ActorReference } from '../../kernel/actor.js';
import type { Grant } from '../../kernel/units.js';

/** Who is meant: active people of whom everything that is given holds. */
export interface AudienceFilter {
  readonly department?: string | undefined;
  readonly grade?: string | undefined;
  readonly location?: string | undefined;
  readonly managerId?: string | undefined;
  readonly dpId?: string | undefined;
  /** Who has this duty for a unit. */
  readonly grant?: Grant | undefined;
  /** Whose regular points of the quarter are below the target of the grade. */
  readonly belowTarget?: true | undefined;
}

export const ANNOUNCEMENT_STATUSES = ['sending', 'sent', 'cancelled'] as const;
export type AnnouncementStatus = (typeof ANNOUNCEMENT_STATUSES)[number];

/** What became of the mails of an announcement, as far as mails are still known. */
export interface MailsOfAnnouncement {
  readonly delivered: number;
  readonly waiting: number;
  readonly givenUp: number;
}

/** Words of central to many people at once. The people are those whom the audience meant when it was sent. */
export interface Announcement {
  readonly id: string;
  readonly status: AnnouncementStatus;
  /** One line. */
  readonly subject: string;
  /** Paragraphs are parted by an empty line. */
  readonly text: string;
  readonly audience: AudienceFilter;
  readonly by: ActorReference;
  readonly at: Date;
  /** How many people were meant. */
  readonly recipients: number;
  /** How many of them were told so far, in the ways that each prefers. */
  readonly reached: number;
  readonly finishedAt: Date | null;
  readonly cancelledBy: ActorReference | null;
  readonly mails: MailsOfAnnouncement;
}

/** Who would get an announcement now. */
export interface AudiencePreview {
  readonly count: number;
  /** Of these, who switched mails of announcements off: they are told in the app alone, or not at all. */
  readonly withoutMail: number;
  /** Of these, who gets it in the mail of the day. */
  readonly inDigest: number;
  /** The first names. */
  readonly first: readonly string[];
}

/** The words that a part of the audience is told. */
export interface AnnouncementPart {
  readonly subject: string;
  readonly text: string;
  /** Empty where the announcement was cancelled before. */
  readonly personIds: readonly string[];
}
