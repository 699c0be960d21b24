import { z } from 'zod';
import { idField, listField, pageFields } from '../../../kernel/fields.js';
import { paths, withQuery } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { pagerOf } from '../../views/pager.js';
import { idShape, instantShape, pageShape } from '../../shapes/common.js';

const notificationShape = z.object({
  id: idShape,
  type: z.string(),
  text: z.string(),
  href: z.string().nullable(),
  at: instantShape,
  readAt: instantShape.nullable(),
});

export const notificationRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.employee.notifications,
    permission: 'signed-in',
    summary: 'What happened for you, newest first.',
    query: z.object(pageFields),
    output: pageShape(notificationShape).extend({ unread: z.int() }),
    handler: async ({ actor, query, services }) => {
      const list = await services.notifications.list(actor, { number: query.page, size: query.size });
      return { ...list, unread: await services.notifications.unread(actor) };
    },
    page: (data, { query }) => ({
      view: 'employee/notifications',
      title: 'Notifications',
      model: {
        list: data,
        here: withQuery(paths.employee.notifications, { page: query.page === 1 ? undefined : query.page }),
        pager: pagerOf(data.page, (page) => withQuery(paths.employee.notifications, { page })),
      },
    }),
  }),
  route({
    method: 'POST',
    path: paths.employee.notificationsRead,
    permission: 'signed-in',
    summary: 'Marks notifications as read: those named, or all when none is named.',
    body: z.strictObject({ ids: listField(idField(), 100) }),
    output: z.object({ unread: z.int() }),
    handler: async ({ actor, body, services }) => {
      await services.notifications.markRead(actor, body.ids.length === 0 ? 'all' : body.ids);
      return { unread: await services.notifications.unread(actor) };
    },
    redirect: () => ({ to: paths.employee.notifications }),
  }),
];
