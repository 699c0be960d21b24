import type { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/ids.js';
import type { Logger } from '../logger.js';
import { acrossOrganizations } from '../request-context.js';
import { operator, type Storage } from '../storage/index.js';
import { createMailDesk } from './mail-desk.js';
import { secretsOf } from './mail-failure.js';
import { headerText } from './mail-headers.js';
import { createMailSender } from './mail-sender.js';
import { createSmtpTransport } from './mail-transport.js';
import { mailSchema, type MailRecord } from './mail.model.js';
import { createMailbox } from './mailbox.js';
import type { MailAddress } from './mail.js';
import type { Mailer } from './mailer.js';
import { createServerWatch } from './server-watch.js';
import { tidyMails } from './tidy-mails.js';

export interface MailerOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly config: {
    /** Undefined keeps the mails instead of sending them. */
    readonly smtpUrl: string | undefined;
    readonly mailFrom: string;
    readonly mode: 'development' | 'production' | 'test';
  };
  /** Whom the mails of the request context's organization come from; null takes the installation's sender. */
  readonly senderOf?: () => Promise<MailAddress | null>;
}

/** Mails go through a queue of their own, so that a slow or absent mail server never slows a decision. */
export function createMailer({ storage, clock, logger, config, senderOf }: MailerOptions): Mailer {
  const mails = storage.tenantModel<MailRecord>('Mail', mailSchema.clone());
  const transport =
    config.smtpUrl === undefined ? undefined : createSmtpTransport({ url: config.smtpUrl, from: config.mailFrom });
  const secrets = secretsOf(config.smtpUrl ?? '');
  const sender = transport && createMailSender({ mails, clock, logger, transport, secrets });
  const watch = transport && createServerWatch(transport, clock, secrets);
  // Without a server production keeps nothing readable: mails wait until there is one.
  const keeps = sender === undefined && config.mode !== 'production';

  return {
    async queue(news) {
      if (news.length === 0) return;
      const known = await mails
        .find({ key: operator({ $in: news.map((mail) => mail.key) }) })
        .select({ key: 1 })
        .lean<{ key: string }[]>();
      const keys = new Set(known.map((mail) => mail.key));
      const at = clock.now();
      const fresh = news.filter((mail) => !keys.has(mail.key));
      if (fresh.length === 0) return;
      const ownSender = (await senderOf?.()) ?? null;
      await mails.insertMany(
        fresh.map((mail) => ({
          ...mail,
          kind: mail.kind ?? 'other',
          ofAccount: mail.ofAccount === true,
          from: mail.from ?? ownSender,
          _id: newId(at),
          subject: headerText(mail.subject),
          status: keeps ? 'kept' : 'waiting',
          at,
          nextAt: at,
          attempts: 0,
        })),
      );
      storage.afterCommit(() => sender?.wake());
    },
    wake: () => sender?.wake(),
    start: () => sender?.start(),
    stop: async () => sender?.stop(),
    drain: async () => sender?.drain(),
    backlog: () =>
      acrossOrganizations(async () => ({
        waiting: await mails.countDocuments({ status: 'waiting' }),
        dead: await mails.countDocuments({ status: 'dead' }),
      })),
    server: async () => (await watch?.look()) ?? { state: 'none', checkedAt: null, words: null },
    desk: createMailDesk(mails, clock),
    tidy: () => tidyMails(mails, clock),
    mailbox: keeps ? createMailbox(mails) : undefined,
  };
}
