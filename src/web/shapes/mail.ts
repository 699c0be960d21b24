import { z } from 'zod';
import { MAIL_STATUSES } from '../../platform/mailer/index.js';
import { idShape, instantShape, pageShape } from './common.js';

const addressShape = z.object({ name: z.string(), address: z.string() });

const mailShape = z.object({
  id: idShape,
  status: z.enum(MAIL_STATUSES),
  kind: z.string(),
  ofAccount: z.boolean(),
  to: addressShape,
  subject: z.string(),
  at: instantShape,
  attempts: z.int(),
  nextAt: instantShape.nullable(),
  sentAt: instantShape.nullable(),
  lastError: z.string().nullable(),
  resendable: z.boolean(),
});

const healthShape = z.object({
  waiting: z.int(),
  dead: z.int(),
  kept: z.int(),
  oldestWaiting: instantShape.nullable(),
  server: z.object({
    state: z.enum(['none', 'unknown', 'reachable', 'away']),
    checkedAt: instantShape.nullable(),
    words: z.string().nullable(),
  }),
});

export const mailListShape = pageShape(mailShape).extend({ health: healthShape });

/** `text` is null where it is gone, or nobody's business. */
export const openedMailShape = z.object({ mail: mailShape.extend({ text: z.string().nullable() }) });
