import { z } from 'zod';
import { NotFound } from '../../kernel/errors.js';
import { pageFields } from '../../kernel/fields.js';
import { isId } from '../../kernel/ids.js';
import { paths, withQuery } from '../paths.js';
import { publicRoute, type Route } from '../route.js';
import type { Services } from '../services.js';
import { pagerOf } from '../views/pager.js';
import { idShape, instantShape, pageShape } from '../shapes/common.js';

const mailShape = z.object({ id: idShape, to: z.string(), subject: z.string(), text: z.string(), at: instantShape });

/** Mails that were kept because no mail server is configured. Not part of the table in production. */
export function mailboxRoutes(services: Pick<Services, 'config' | 'mailbox'>): readonly Route[] {
  const { mailbox, config } = services;
  if (mailbox === undefined || config.mode === 'production') return [];
  return [
    publicRoute({
      method: 'GET',
      path: paths.dev.mailbox,
      summary: 'Mails kept on this machine instead of being sent.',
      query: z.object(pageFields),
      output: pageShape(mailShape),
      handler: ({ query }) => mailbox.list({ number: query.page, size: query.size }),
      page: (list) => ({
        view: 'dev/mailbox',
        title: 'Mailbox',
        layout: 'plain',
        model: { list, pager: pagerOf(list.page, (page) => withQuery(paths.dev.mailbox, { page })) },
      }),
    }),
    publicRoute({
      method: 'GET',
      path: paths.dev.mail(),
      summary: 'One kept mail.',
      params: z.object({ id: z.string().refine(isId) }),
      output: mailShape,
      handler: async ({ params }) => {
        const mail = await mailbox.byId(params.id);
        if (mail === undefined) throw new NotFound();
        return mail;
      },
      page: (mail) => ({ view: 'dev/mail', title: mail.subject, layout: 'plain', model: { mail } }),
    }),
  ];
}
