export type { KeptMail, MailAddress, NewMail } from './mail.js';
export type { Mailbox, Mailer } from './mailer.js';
export { createMailer, type MailerOptions } from './create-mailer.js';
