import { z } from 'zod';
import { ANNOUNCEMENT_STATUSES } from '../../modules/announcements/index.js';
import { grantShape, idShape, instantShape, pageShape } from './common.js';

const someone = z.object({ name: z.string() });

const audienceShape = z.object({
  department: z.string().optional(),
  grade: z.string().optional(),
  location: z.string().optional(),
  managerId: idShape.optional(),
  dpId: idShape.optional(),
  grant: grantShape.optional(),
  belowTarget: z.boolean().optional(),
});

const announcementShape = z.object({
  id: idShape,
  status: z.enum(ANNOUNCEMENT_STATUSES),
  subject: z.string(),
  text: z.string(),
  audience: audienceShape,
  by: someone,
  at: instantShape,
  recipients: z.int(),
  reached: z.int(),
  finishedAt: instantShape.nullable(),
  cancelledBy: someone.nullable(),
  mails: z.object({ delivered: z.int(), waiting: z.int(), givenUp: z.int() }),
});

export const announcementListShape = pageShape(announcementShape);
export const oneAnnouncementShape = z.object({ announcement: announcementShape });

/** What whoever was told it may read: not for whom else it was, nor what became of the mails. */
export const readAnnouncementShape = z.object({
  announcement: announcementShape.pick({ id: true, subject: true, text: true, by: true, at: true }),
});

export const announcementPreviewShape = z.object({
  count: z.int(),
  withoutMail: z.int(),
  inDigest: z.int(),
  first: z.array(z.string()),
  mail: z.object({ subject: z.string(), text: z.string(), html: z.string() }),
});

export const announcementChoicesShape = z.object({
  departments: z.array(z.string()),
  grades: z.array(z.string()),
  locations: z.array(z.string()),
});
