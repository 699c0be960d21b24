import { z } from 'zod';
import { ruleBroken } from '../../../kernel/errors.js';
import { checkboxField } from '../../../kernel/fields.js';
import { zoneChoices } from '../../forms/zone-choices.js';
import { paths } from '../../paths.js';
import { route, type PageAnswer, type Refusal, type Route, type RouteRequest } from '../../route.js';
import { idShape } from '../../shapes/common.js';
import { LANGUAGES } from '../../text/index.js';

const profileShape = z.object({
  person: z.object({
    id: idShape,
    name: z.string(),
    email: z.string(),
    employeeId: z.string(),
    grade: z.string(),
    department: z.string(),
    location: z.string(),
  }),
  leaderboardOptOut: z.boolean(),
  /** Empty where it is the organization's; the same for the zone. */
  language: z.string(),
  zone: z.string(),
});

const profileInput = z.strictObject({
  leaderboardOptOut: checkboxField(),
  /** Both stay as they are where they are not there. */
  language: z.enum(['', ...LANGUAGES], { error: 'Choose a language from the list.' }).optional(),
  zone: z.string({ error: 'Choose a time zone from the list.' }).max(60).optional(),
});

type Request = Pick<RouteRequest, 'actor' | 'services'>;

async function profileOf({ actor, services }: Request) {
  const person = await services.people.byId(actor.personId);
  const { leaderboardOptOut, language, zone } = person.preferences;
  return { person, leaderboardOptOut, language, zone };
}

/** Languages by their own names, which whoever looks for one can read. */
function languageChoices() {
  return LANGUAGES.map((value) => {
    const name = new Intl.DisplayNames(value, { type: 'language' }).of(value) ?? value;
    return { value, label: name.charAt(0).toLocaleUpperCase(value) + name.slice(1) };
  });
}

async function page(request: Request, refusal?: Refusal): Promise<PageAnswer> {
  const profile = await profileOf(request);
  const { calendar } = await request.services.organizations.current();
  const sent = refusal?.values;
  return {
    view: 'employee/profile',
    title: 'Profile',
    model: {
      person: profile.person,
      values: {
        leaderboardOptOut: sent === undefined ? profile.leaderboardOptOut : 'leaderboardOptOut' in sent,
        language: textOf(sent?.['language'], profile.language),
        zone: textOf(sent?.['zone'], profile.zone),
      },
      languages: languageChoices(),
      zones: zoneChoices(profile.zone === '' ? calendar.zone : profile.zone),
      organizationZone: calendar.zone,
      errors: refusal?.errors ?? [],
    },
  };
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

export const profileRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.employee.profile,
    permission: 'signed-in',
    summary: 'What is known of me, and my preferences.',
    output: profileShape,
    handler: profileOf,
    page: (_data, request) => page(request),
  }),
  route({
    method: 'POST',
    path: paths.employee.profile,
    permission: 'signed-in',
    summary: 'Changes my preferences: leaderboard, language, time zone.',
    body: profileInput,
    output: z.object({ saved: z.boolean() }),
    handler: async ({ actor, body, services }) => {
      const { leaderboardOptOut, language, zone } = body;
      const before = await profileOf({ actor, services });
      if (zone !== undefined && zone !== '' && !zoneChoices(before.zone || 'UTC').includes(zone)) {
        throw ruleBroken('preferences.zone_unknown', 'zone', 'Choose a time zone from the list.');
      }
      await services.people.changePreferences(actor, {
        leaderboardOptOut,
        ...(language !== undefined && { language }),
        ...(zone !== undefined && { zone }),
      });
      return { saved: true };
    },
    redirect: () => ({ to: paths.employee.profile, flash: { kind: 'success', text: 'Your preferences are saved.' } }),
    refused: (refusal, request) => page(request, refusal),
  }),
];
