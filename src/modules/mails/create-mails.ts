import type { PersonActor } from '../../kernel/actor.js';
import { Conflict, Forbidden, NotFound, ruleBroken } from '../../kernel/errors.js';
import { can } from '../../kernel/permissions.js';
import type { Mailer } from '../../platform/mailer/index.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { MailsModule } from './mails.module.js';

export interface MailsDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly mailer: Pick<Mailer, 'desk' | 'server' | 'wake'>;
}

export function createMails({ storage, outbox, mailer }: MailsDependencies): MailsModule {
  const { desk } = mailer;

  function assertMayManage(actor: PersonActor): void {
    if (!can(actor, 'mails:manage', 'hr')) throw new Forbidden();
  }

  async function found(id: string) {
    const mail = await desk.byId(id);
    if (mail === undefined) throw new NotFound();
    return mail;
  }

  async function recordResent(actor: PersonActor, id: string, count: number): Promise<void> {
    await outbox.record(actor, { type: 'mails.resent', subject: { type: 'mail', id }, data: { count } });
    storage.afterCommit(() => mailer.wake());
  }

  return {
    async list(actor, filter, page) {
      assertMayManage(actor);
      return desk.list(filter, page);
    },
    async byId(actor, id) {
      assertMayManage(actor);
      return found(id);
    },
    async health(actor) {
      assertMayManage(actor);
      return { ...(await desk.counts()), server: await mailer.server() };
    },
    async resend(actor, id) {
      assertMayManage(actor);
      return storage.run(async () => {
        const mail = await found(id);
        if (mail.status !== 'dead') {
          throw new Conflict('mail.not_given_up', 'Only a mail that was given up can be sent again.');
        }
        if (mail.ofAccount) {
          throw ruleBroken(
            'mail.of_account',
            'id',
            'Mails about accounts are not sent again: their links and codes have run out. Send a new invitation, or let the person ask for a new link.',
          );
        }
        if ((await desk.resend([id])) === 0) {
          throw new Conflict('mail.not_given_up', 'Somebody has had this mail tried again just now.');
        }
        await recordResent(actor, id, 1);
        return found(id);
      });
    },
    async resendAll(actor) {
      assertMayManage(actor);
      return storage.run(async () => {
        const count = await desk.resend('all');
        if (count > 0) await recordResent(actor, actor.organizationId, count);
        return count;
      });
    },
  };
}
