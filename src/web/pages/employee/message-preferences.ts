import { z } from 'zod';
import { ruleBroken } from '../../../kernel/errors.js';
import { checkboxField, localDateField, optionalField } from '../../../kernel/fields.js';
import { addDays, localDateOf } from '../../../kernel/local-date.js';
import { DIGEST_TIME, MESSAGE_TYPES, type MessageType } from '../../../modules/notifications/index.js';
import { isPaused, isToldInApp, mailChoiceOf, MAIL_CHOICES, type MailChoice } from '../../../modules/people/index.js';
import { paths } from '../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../route.js';
import { instantShape } from '../../shapes/common.js';
import { MESSAGE_GROUPS, messageGroupsOf } from './message-groups.js';

/** Longer is a change of mind, for which there is the other switch. */
const LONGEST_PAUSE_DAYS = 366;

const shape = z.object({
  /** Only what may concern the person. */
  kinds: z.array(
    z.object({
      kind: z.enum(MESSAGE_TYPES),
      group: z.enum(MESSAGE_GROUPS),
      app: z.boolean(),
      mail: z.enum(MAIL_CHOICES),
    }),
  ),
  noMails: z.boolean(),
  mailsPausedUntil: z.string().meta({ format: 'date' }).nullable(),
  digest: z.object({ at: instantShape, zone: z.string() }),
});

type KindFields = { readonly [K in MessageType as `mail_${K}`]?: MailChoice } & {
  readonly [K in MessageType as `app_${K}`]?: boolean;
};

/** `mail_award=digest` and `app_award=true`. A kind whose `mail_` field is not there stays as it is. */
const kindFields = Object.fromEntries(
  MESSAGE_TYPES.flatMap((kind): [string, z.ZodType][] => [
    [`mail_${kind}`, optionalField(z.enum(MAIL_CHOICES, { error: 'At once, in the digest, or off.' }))],
    [`app_${kind}`, checkboxField()],
  ]),
);

const input = z.strictObject({
  ...kindFields,
  noMails: checkboxField(),
  /** Mails come again on this day. */
  mailsPausedUntil: optionalField(localDateField()),
});

type Request = Pick<RouteRequest, 'actor' | 'services'>;

async function preferencesOf({ actor, services }: Request) {
  const { preferences } = await services.people.byId(actor.personId);
  const { calendar } = await services.organizations.current();
  const today = localDateOf(services.clock.now(), calendar.zone);
  return {
    kinds: messageGroupsOf(actor).flatMap(({ group, kinds }) =>
      kinds.map((kind) => ({
        ...{ kind, group },
        app: isToldInApp(preferences, kind),
        mail: mailChoiceOf(preferences, kind),
      })),
    ),
    noMails: preferences.noMails,
    // A pause that is over is none.
    mailsPausedUntil: isPaused(preferences, today) ? preferences.mailsPausedUntil : null,
    digest: await services.notifications.nextDigest(preferences),
    today,
  };
}

async function page(request: Request, refusal?: Refusal): Promise<PageAnswer> {
  const { actor } = request;
  const stored = await preferencesOf(request);
  const sent = refusal?.values;
  const rowOf = (kind: MessageType) => {
    const now = stored.kinds.find((one) => one.kind === kind);
    if (sent === undefined) return { kind, app: now?.app ?? true, mail: now?.mail ?? 'now' };
    return { kind, app: isTicked(sent[`app_${kind}`]), mail: textOf(sent[`mail_${kind}`], now?.mail ?? 'now') };
  };
  return {
    view: 'employee/messages',
    title: 'Messages',
    breadcrumbs: [{ label: 'Profile', href: paths.employee.profile }, { label: 'Messages' }],
    model: {
      groups: messageGroupsOf(actor).map(({ group, kinds }) => ({ group, rows: kinds.map(rowOf) })),
      choices: MAIL_CHOICES,
      noMails: sent === undefined ? stored.noMails : isTicked(sent['noMails']),
      pausedUntil: sent === undefined ? (stored.mailsPausedUntil ?? '') : textOf(sent['mailsPausedUntil'], ''),
      earliest: addDays(stored.today, 1),
      latest: addDays(stored.today, LONGEST_PAUSE_DAYS),
      digest: { time: DIGEST_TIME, zone: stored.digest.zone },
      errors: refusal?.errors ?? [],
    },
  };
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function isTicked(value: unknown): boolean {
  return ['true', 'on', true].includes(value as string | boolean);
}

export const messagePreferenceRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.employee.messages,
    permission: 'signed-in',
    summary: 'Which kinds of messages reach me, in the app and by mail.',
    output: shape,
    handler: preferencesOf,
    page: (_data, request) => page(request),
  }),
  route({
    method: 'POST',
    path: paths.employee.messages,
    permission: 'signed-in',
    summary: 'Chooses which kinds of messages reach me, in the app and by mail; kinds that are not named stay.',
    body: input,
    output: shape,
    async handler({ actor, body, services }) {
      const before = await preferencesOf({ actor, services });
      const until = body.mailsPausedUntil ?? null;
      if (until !== null && (until <= before.today || until > addDays(before.today, LONGEST_PAUSE_DAYS))) {
        throw ruleBroken(
          'preferences.pause_out_of_range',
          'mailsPausedUntil',
          'Choose a day after today, at most a year ahead.',
        );
      }
      const fields = body as KindFields;
      const named = before.kinds.map(({ kind }) => kind).filter((kind) => fields[`mail_${kind}`] !== undefined);
      await services.people.changePreferences(actor, {
        mail: Object.fromEntries(named.map((kind) => [kind, fields[`mail_${kind}`] ?? 'now'])),
        app: Object.fromEntries(named.map((kind) => [kind, fields[`app_${kind}`] ?? false])),
        noMails: body.noMails,
        mailsPausedUntil: until,
      });
      return preferencesOf({ actor, services });
    },
    redirect: () => ({
      to: paths.employee.messages,
      flash: { kind: 'success', text: 'Your choice is saved and counts from the next message on.' },
    }),
    refused: (refusal, request) => page(request, refusal),
  }),
];
