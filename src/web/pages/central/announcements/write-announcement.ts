import { z } from 'zod';
import { optionalField, wholeNumberField } from '../../../../kernel/fields.js';
import { newUuid } from '../../../../kernel/ids.js';
import { GRANT_CODE_NAMES } from '../../../../kernel/units.js';
import { announcementWords, MAX_SUBJECT, MAX_TEXT } from '../../../../modules/announcements/index.js';
import { DELIVERY_PARTNERS, MANAGERS, offeredPeople } from '../../../forms/choose-person.js';
import { paths } from '../../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../../route.js';
import type { Services } from '../../../services.js';
import {
  announcementChoicesShape,
  announcementPreviewShape,
  oneAnnouncementShape,
} from '../../../shapes/announcement.js';
import { audienceFields, audienceOf } from './audience-fields.js';
import { audienceWords, superiorsOf } from './audience.presenter.js';

const permission = 'announcements:send';
const unit = 'central';
const breadcrumbs = [{ label: 'Announcements', href: paths.central.announcements }];

const count = optionalField(wholeNumberField(0, 999_999_999));
const written = { ...announcementWords, ...audienceFields };
/** `edit` leads from the preview back to the form. */
const previewBody = z.strictObject({ ...written, edit: optionalField(z.literal('back')) });
const sendBody = z.strictObject({ ...written, count });

type Written = Omit<z.output<typeof previewBody>, 'edit'>;
type Typed = Readonly<Record<string, unknown>>;
type Asked = Pick<RouteRequest, 'actor' | 'services'>;

async function choices({ organizations }: Services) {
  const { departments, grades, locations } = (await organizations.current()).lists;
  return { departments, grades, locations: locations.map(({ name }) => name) };
}

async function formPage(
  services: Services,
  { values, refusal }: { values?: Typed; refusal?: Refusal } = {},
): Promise<PageAnswer> {
  return {
    view: 'central/announcements/form',
    title: 'New announcement',
    breadcrumbs,
    model: {
      choices: await choices(services),
      grants: GRANT_CODE_NAMES,
      managers: await offeredPeople(services, MANAGERS),
      partners: await offeredPeople(services, DELIVERY_PARTNERS),
      limits: { subject: MAX_SUBJECT, text: MAX_TEXT },
      values: values ?? refusal?.values ?? {},
      errors: refusal?.errors ?? [],
      message: refusal?.error.message ?? null,
    },
  };
}

async function previewOf({ actor, services }: Asked, { subject, text, ...fields }: Written) {
  const audience = await audienceOf(services, fields);
  const found = await services.announcements.preview(actor, audience);
  return { ...found, audience, mail: await services.notifications.announcementMail(actor, { subject, text }) };
}

async function previewPage(asked: Asked, typed: Typed, input: Written, message?: string) {
  const preview = await previewOf(asked, input);
  return {
    view: 'central/announcements/preview',
    title: 'Review the announcement',
    breadcrumbs,
    model: {
      preview,
      words: audienceWords(preview.audience, await superiorsOf(asked.services, [preview.audience])),
      fields: fieldsOf(typed),
      key: newUuid(),
      message: message ?? null,
    },
  };
}

/** What was typed, to be sent again. */
function fieldsOf(typed: Typed): [name: string, value: string][] {
  const names = ['subject', 'text', ...Object.keys(audienceFields)];
  return names.flatMap((name) => {
    const value = typed[name];
    return typeof value === 'string' && value !== '' ? [[name, value] as [string, string]] : [];
  });
}

/** Others are meant by now than when it was looked at: it is shown again with them. */
async function refusedSending(refusal: Refusal, asked: Asked): Promise<PageAnswer> {
  const { error, values } = refusal;
  const { count: _count, ...typed } = values;
  const parsed = previewBody.safeParse(typed);
  if (error.code !== 'announcement.audience_changed' || !parsed.success) return formPage(asked.services, { refusal });
  return previewPage(asked, typed, parsed.data, error.message);
}

export const writeAnnouncementRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.central.newAnnouncement,
    permission,
    unit,
    summary: 'The form of an announcement, with what an audience can be chosen by.',
    query: z.object({}),
    output: announcementChoicesShape,
    handler: ({ services }) => choices(services),
    page: (_data, { services }) => formPage(services),
  }),
  route({
    method: 'POST',
    path: paths.central.announcementPreview,
    permission,
    unit,
    summary: 'Who would get an announcement, and the mail as it would look; sends nothing.',
    body: previewBody,
    output: announcementPreviewShape,
    handler: ({ actor, services, body: { edit: _edit, ...input } }) => previewOf({ actor, services }, input),
    page: (_preview, request) => {
      const values = request.http.req.body as Typed;
      const { edit, ...rest } = request.body;
      return edit === 'back' ? formPage(request.services, { values }) : previewPage(request, values, rest);
    },
    refused: (refusal, { services }) => formPage(services, { refusal }),
  }),
  route({
    method: 'POST',
    path: paths.central.announcements,
    permission,
    unit,
    summary: 'Sends an announcement to everybody whom the audience means now; `count` says how many that should be.',
    status: 201,
    stepUp: true,
    idempotent: true,
    body: sendBody,
    output: oneAnnouncementShape,
    handler: async ({ actor, body: { subject, text, count: expected, ...fields }, services }) => {
      const audience = await audienceOf(services, fields);
      return { announcement: await services.announcements.send(actor, { subject, text, audience, expected }) };
    },
    redirect: ({ announcement: { id, recipients } }) => ({
      to: paths.central.announcement(id),
      flash: { kind: 'success', text: `It is on its way to ${recipients} ${recipients === 1 ? 'person' : 'people'}.` },
    }),
    refused: refusedSending,
  }),
];
