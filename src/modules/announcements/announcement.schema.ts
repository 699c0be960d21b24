import { z } from 'zod';
import { lineField, textField } from '../../kernel/fields.js';

export const MAX_SUBJECT = 150;
export const MAX_TEXT = 5000;

/** What an announcement says. */
export const announcementWords = {
  subject: lineField(MAX_SUBJECT, 'Give a subject.'),
  text: textField(MAX_TEXT, 'Write what you want to announce.'),
};

export const announcementWordsInput = z.strictObject(announcementWords);
export type AnnouncementWords = z.output<typeof announcementWordsInput>;
