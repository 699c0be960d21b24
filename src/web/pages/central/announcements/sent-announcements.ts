import { z } from 'zod';
import { pageFields } from '../../../../kernel/fields.js';
import { isId } from '../../../../kernel/ids.js';
import { paragraphsOf } from '../../../../modules/notifications/index.js';
import { paths, withQuery } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../../route.js';
import { announcementListShape, oneAnnouncementShape, readAnnouncementShape } from '../../../shapes/announcement.js';
import { pagerOf } from '../../../views/pager.js';
import { audiencesInWords } from './audience.presenter.js';

const permission = 'announcements:send';
const unit = 'central';
const params = z.object({ id: z.string().refine(isId) });
/** A browser without scripts looks again so often while it is going out. */
const REFRESH_SECONDS = 3;

type Asked = Pick<RouteRequest<{ id: string }>, 'actor' | 'params' | 'services'>;

async function announcementPage({ actor, params: { id }, services }: Asked, refusal?: Refusal): Promise<PageAnswer> {
  const announcement = await services.announcements.byId(actor, id);
  return {
    view: 'central/announcements/announcement',
    title: announcement.subject,
    breadcrumbs: [{ label: 'Announcements', href: paths.central.announcements }, { label: announcement.subject }],
    ...(announcement.status === 'sending' && { refresh: REFRESH_SECONDS }),
    model: {
      announcement,
      words: (await audiencesInWords(services, [announcement])).get(id) ?? [],
      paragraphs: paragraphsOf(announcement.text),
      message: refusal?.error.message ?? null,
    },
  };
}

export const sentAnnouncementRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.central.announcements,
    permission,
    unit,
    summary: 'What was announced, to whom, and what became of the mails, newest first.',
    query: z.object(pageFields),
    output: announcementListShape,
    handler: ({ actor, query, services }) =>
      services.announcements.list(actor, { number: query.page, size: query.size }),
    page: async (list, { query, services }) => ({
      view: 'central/announcements/list',
      title: 'Announcements',
      model: {
        list,
        words: await audiencesInWords(services, list.items),
        pager: pagerOf(list.page, (page) => withQuery(paths.central.announcements, { ...query, page })),
      },
    }),
  }),
  route({
    method: 'GET',
    path: paths.central.announcement(),
    permission,
    unit,
    summary: 'One announcement: its words, how far it is, and what became of the mails.',
    params,
    output: oneAnnouncementShape,
    handler: async ({ actor, params: { id }, services }) => ({
      announcement: await services.announcements.byId(actor, id),
    }),
    page: (_data, request) => announcementPage(request),
  }),
  route({
    method: 'POST',
    path: paths.central.announcementCancellation(),
    permission,
    unit,
    summary: 'Stops an announcement that is still going out; whoever has it has it.',
    params,
    body: z.strictObject({}),
    output: oneAnnouncementShape,
    handler: async ({ actor, params: { id }, services }) => ({
      announcement: await services.announcements.cancel(actor, id),
    }),
    redirect: ({ announcement: { id, reached, recipients } }) => ({
      to: paths.central.announcement(id),
      flash: { kind: 'success', text: `It is cancelled; ${reached} of ${recipients} people were told before.` },
    }),
    refused: (refusal, request) => announcementPage(request, refusal),
  }),
  route({
    method: 'GET',
    path: paths.employee.announcement(),
    permission: 'signed-in',
    summary: 'An announcement that I was told.',
    params,
    output: readAnnouncementShape,
    handler: async ({ actor, params: { id }, services }) => ({
      announcement: await services.announcements.read(actor, id),
    }),
    page: ({ announcement }) => ({
      view: 'central/announcements/read',
      title: announcement.subject,
      breadcrumbs: [{ label: 'Messages', href: paths.employee.notifications }],
      model: { announcement, paragraphs: paragraphsOf(announcement.text) },
    }),
  }),
];
