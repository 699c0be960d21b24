export type { KeptMail, MailAddress, NewMail } from './mail.js';
export type { MailCounts, MailDesk, MailFilter, OpenedMail, QueuedMail } from './mail-desk.js';
export { MAIL_STATUSES, type MailStatus } from './mail.model.js';
export type { MailServerState } from './server-watch.js';
export type { Mailbox, Mailer } from './mailer.js';
export { createMailer, type MailerOptions } from './create-mailer.js';
