import { z } from 'zod';
import { ruleBroken } from '../../../kernel/errors.js';
import { idField, listField, optionalField, pageFields } from '../../../kernel/fields.js';
import { isId } from '../../../kernel/ids.js';
import { groupBy } from '../../../kernel/group-by.js';
import { addDays, localDateOf } from '../../../kernel/local-date.js';
import { ALWAYS_MAILED, MESSAGE_TYPES, type Notification } from '../../../modules/notifications/index.js';
import { paths, withQuery } from '../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../route.js';
import { pagerOf } from '../../views/pager.js';
import { idShape, instantShape, pageShape } from '../../shapes/common.js';
import { messageGroupsOf } from './message-groups.js';

const notificationShape = z.object({
  id: idShape,
  type: z.string(),
  text: z.string(),
  /** BCP 47 tag of the text: that of the person when it was told. */
  language: z.string(),
  href: z.string().nullable(),
  at: instantShape,
  readAt: instantShape.nullable(),
});

const KINDS = [...MESSAGE_TYPES, ...ALWAYS_MAILED] as const;

const listQuery = z.object({
  ...pageFields,
  show: optionalField(z.enum(['unread', 'all'], { error: 'unread or all' })),
  kind: optionalField(z.enum(KINDS, { error: 'A kind of message.' })),
});
type ListQuery = z.output<typeof listQuery>;
type Request = Pick<RouteRequest<unknown, ListQuery>, 'actor' | 'services' | 'query'>;

const WHICH = ['all', 'chosen'] as const;

const readInput = z.strictObject({
  ids: listField(idField(), 100),
  /** The button of one message: only that one, whatever is chosen. */
  one: optionalField(idField()),
  /** What the button says; without it those named, or all when none is named. */
  which: optionalField(z.enum(WHICH, { error: 'all or chosen' })),
  /** The list to go back to. */
  returnTo: optionalField(z.string().max(500)),
});

async function listOf({ actor, query, services }: Request) {
  const filter = { ...(query.show === 'unread' && { unread: true as const }), type: query.kind };
  const list = await services.notifications.list(actor, { number: query.page, size: query.size }, filter);
  return { ...list, unread: await services.notifications.unread(actor) };
}

async function listPage(
  data: Awaited<ReturnType<typeof listOf>>,
  { actor, query, services }: Request,
  refusal?: Refusal,
): Promise<PageAnswer> {
  const { calendar } = await services.organizations.current();
  const today = localDateOf(services.clock.now(), calendar.zone);
  const address = (changed: Partial<ListQuery>) => {
    const { show, kind, page } = { ...query, page: 1, ...changed };
    return withQuery(paths.employee.notifications, {
      ...{ show: show === 'unread' ? show : undefined, kind, page: page === 1 ? undefined : page },
    });
  };
  const concerns = new Set<string>(messageGroupsOf(actor).flatMap(({ kinds }) => kinds));
  return {
    view: 'employee/notifications',
    title: 'Notifications',
    model: {
      list: data,
      days: daysOf(data.items, calendar.zone, today),
      show: query.show ?? 'all',
      kind: query.kind ?? '',
      kinds: KINDS.filter((kind) => concerns.has(kind) || kind === query.kind || !isChosen(kind)),
      here: address({ page: query.page }),
      tabs: { all: address({ show: 'all' }), unread: address({ show: 'unread' }) },
      pager: pagerOf(data.page, (page) => address({ page })),
      errors: refusal?.errors ?? [],
    },
  };
}

function isChosen(kind: (typeof KINDS)[number]): boolean {
  return MESSAGE_TYPES.some((type) => type === kind);
}

/** By the day on which they were told, where the organization is. */
function daysOf(items: readonly Notification[], zone: string, today: string) {
  return [...groupBy(items, ({ at }) => localDateOf(at, zone))].map(([day, ofDay]) => ({
    day,
    near: day === today ? 'today' : day === addDays(today, -1) ? 'yesterday' : null,
    items: ofDay,
  }));
}

/** Back to the same stretch of the list; anything else that was sent leads to its beginning. */
function backTo(returnTo: string | undefined): string {
  const list = paths.employee.notifications;
  return returnTo !== undefined && (returnTo === list || /^\?[\w=&-]*$/.test(returnTo.slice(list.length)))
    ? list + returnTo.slice(list.length)
    : list;
}

function queryOf(returnTo: unknown): ListQuery {
  const back = backTo(typeof returnTo === 'string' ? returnTo : undefined);
  const parsed = listQuery.safeParse(Object.fromEntries(new URL(back, 'http://here.invalid').searchParams));
  return parsed.success ? parsed.data : listQuery.parse({});
}

export const notificationRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.employee.notifications,
    permission: 'signed-in',
    summary: 'What happened for me, newest first; all, unread ones, or those of a kind.',
    query: listQuery,
    output: pageShape(notificationShape).extend({ unread: z.int() }),
    handler: listOf,
    page: (data, request) => listPage(data, request),
  }),
  route({
    method: 'GET',
    path: paths.employee.notification(),
    permission: 'signed-in',
    summary: 'Opens what a notification is about, and marks it as read.',
    params: z.object({ id: z.string().refine(isId) }),
    output: z.object({ notification: notificationShape }),
    handler: async ({ actor, params, services }) => ({
      notification: await services.notifications.open(actor, params.id),
    }),
    redirect: ({ notification }) => ({ to: notification.href ?? paths.employee.notifications }),
  }),
  route({
    method: 'POST',
    path: paths.employee.notificationsRead,
    permission: 'signed-in',
    summary: 'Marks notifications as read: those named, or all when none is named.',
    body: readInput,
    output: z.object({ unread: z.int() }),
    handler: async ({ actor, body, services }) => {
      const { ids, one, which } = body;
      if (one === undefined && which === 'chosen' && ids.length === 0) {
        throw ruleBroken('notifications.none_chosen', 'ids', 'Choose the notifications that you have read.');
      }
      const all = which === 'all' || ids.length === 0;
      await services.notifications.markRead(actor, one !== undefined ? [one] : all ? 'all' : ids);
      return { unread: await services.notifications.unread(actor) };
    },
    redirect: (_data, { body }) => ({ to: backTo(body.returnTo) }),
    refused: async (refusal, { actor, services }) => {
      const request = { actor, services, query: queryOf(refusal.values['returnTo']) };
      return listPage(await listOf(request), request, refusal);
    },
  }),
];
