import { z } from 'zod';
import { isId } from '../../../../kernel/ids.js';
import { paths } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route } from '../../../route.js';
import { openedMailShape } from '../../../shapes/mail.js';
import type { OpenedMail } from '../../../../platform/mailer/index.js';
import { mailKindKey } from './mail-kinds.js';
import { permission } from './mail-list.js';

const params = z.object({ id: z.string().refine(isId) });

function mailPage(mail: OpenedMail, refusal?: Refusal): PageAnswer {
  return {
    view: 'hr/mails/mail',
    title: mail.subject,
    breadcrumbs: [{ label: 'Mails', href: paths.hr.mails }],
    model: { mail, kindKey: mailKindKey(mail.kind), message: refusal?.error.message ?? null },
  };
}

export const mailRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.hr.mail(),
    permission,
    unit: 'hr',
    summary: 'One mail: to whom, what became of it, and what it says unless it is about an account.',
    params,
    output: openedMailShape,
    handler: async ({ actor, params: { id }, services }) => ({ mail: await services.mails.byId(actor, id) }),
    page: ({ mail }) => mailPage(mail),
  }),
  route({
    method: 'POST',
    path: paths.hr.mailResend(),
    permission,
    unit: 'hr',
    summary: 'Has a mail tried again that was given up.',
    status: 202,
    params,
    body: z.strictObject({}),
    output: openedMailShape,
    handler: async ({ actor, params: { id }, services }) => ({ mail: await services.mails.resend(actor, id) }),
    redirect: ({ mail }) => ({
      to: paths.hr.mail(mail.id),
      flash: { kind: 'success', text: `The mail to ${mail.to.address} is tried again.` },
    }),
    refused: async (refusal, { actor, params: { id }, services }) =>
      mailPage(await services.mails.byId(actor, id), refusal),
  }),
  route({
    method: 'POST',
    path: paths.hr.mailsResend,
    permission,
    unit: 'hr',
    summary: 'Has all mails tried again that were given up and can be sent.',
    status: 202,
    body: z.strictObject({}),
    output: z.object({ count: z.int() }),
    handler: async ({ actor, services }) => ({ count: await services.mails.resendAll(actor) }),
    redirect: ({ count }) => ({
      to: paths.hr.mails,
      flash:
        count === 0
          ? { kind: 'info', text: 'No mail was there to be sent again.' }
          : { kind: 'success', text: `${count === 1 ? 'One mail is' : `${count} mails are`} tried again.` },
    }),
  }),
];
