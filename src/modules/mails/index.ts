export { createMails, type MailsDependencies } from './create-mails.js';
export type { MailHealth, MailsModule } from './mails.module.js';
