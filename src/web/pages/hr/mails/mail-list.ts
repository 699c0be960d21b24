import { z } from 'zod';
import { optionalField, pageFields, searchField } from '../../../../kernel/fields.js';
import { MAIL_STATUSES } from '../../../../platform/mailer/index.js';
import { paths, withQuery } from '../../../paths.js';
import { route, type Route } from '../../../route.js';
import { mailListShape } from '../../../shapes/mail.js';
import { pagerOf } from '../../../views/pager.js';
import { MAIL_KINDS, mailKindKey } from './mail-kinds.js';

export const permission = 'mails:manage';

const query = z.object({
  status: optionalField(z.enum(MAIL_STATUSES, { error: 'waiting, dead, sent or kept' })).transform(
    (status) => status ?? 'dead',
  ),
  kind: optionalField(z.string().refine((kind) => MAIL_KINDS.includes(kind), { error: 'A kind of mail.' })),
  to: optionalField(searchField()).transform((to) => (to === '' ? undefined : to?.toLowerCase())),
  ...pageFields,
});

type MailQuery = z.output<typeof query>;

/** The filter as addresses: tabs keep it, chips take one condition away. */
function mailAddresses({ status, kind, to, size }: MailQuery) {
  const kept = { kind, to, size: size === 20 ? undefined : size };
  const at = (changes: Readonly<Record<string, string | number | undefined>>) =>
    withQuery(paths.hr.mails, { status: status === 'dead' ? undefined : status, ...kept, ...changes });
  return {
    page: (number: number) => at({ page: number }),
    tab: (name: string) => at({ status: name === 'dead' ? undefined : name }),
    chips: [
      ...(kind === undefined ? [] : [{ kind: 'kind', value: kind, removeHref: at({ kind: undefined }) }]),
      ...(to === undefined ? [] : [{ kind: 'to', value: to, removeHref: at({ to: undefined }) }]),
    ],
    clear: at({ kind: undefined, to: undefined }),
  };
}

/** What was given up and why, what waits, what went out lately; and whether the mail server answers. */
export const mailListRoute: Route = route({
  method: 'GET',
  path: paths.hr.mails,
  permission,
  unit: 'hr',
  summary: 'Mails that were given up (unless said), that wait, or that were sent lately; how delivery stands.',
  query,
  output: mailListShape,
  handler: async ({ actor, query: { status, kind, to, page, size }, services }) => ({
    ...(await services.mails.list(actor, { status, kind, to }, { number: page, size })),
    health: await services.mails.health(actor),
  }),
  page: (list, { query: given, services }) => {
    const addresses = mailAddresses(given);
    return {
      view: 'hr/mails/list',
      title: 'Mails',
      model: {
        list,
        query: given,
        health: list.health,
        // Where a server is configured nothing is kept any more.
        statuses: MAIL_STATUSES.filter(
          (status) => status !== 'kept' || list.health.kept > 0 || given.status === 'kept',
        ),
        addresses,
        kinds: MAIL_KINDS.map((kind) => ({ value: kind, key: mailKindKey(kind) })),
        kindKey: mailKindKey,
        mailbox: services.mailbox !== undefined,
        pager: pagerOf(list.page, (number) => addresses.page(number)),
      },
    };
  },
});
