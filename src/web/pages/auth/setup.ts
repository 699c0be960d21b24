import { z } from 'zod';
import { NotFound, ruleBroken } from '../../../kernel/errors.js';
import { lineField, wholeNumberField } from '../../../kernel/fields.js';
import { ZONE_CHOICES } from '../../forms/zone-choices.js';
import { paths } from '../../paths.js';
import { publicRoute, type PageAnswer, type Refusal, type Route } from '../../route.js';
import type { Services } from '../../services.js';

const setupInput = z.strictObject({
  token: z
    .string({ error: 'Copy the setup token from the console.' })
    .min(1, { error: 'Copy the setup token from the console.' })
    .max(200),
  organization: lineField(100, 'Name the organization.'),
  zone: z.string({ error: 'Choose a time zone.' }).refine((zone) => ZONE_CHOICES.includes(zone), {
    error: 'Choose a time zone from the list.',
  }),
  fiscalStartMonth: wholeNumberField(1, 12, 'Choose a month.'),
  name: lineField(100, 'Give your name.'),
  email: lineField(254, 'Give your e-mail address.'),
  employeeId: lineField(40, 'Give your employee id.'),
  password: z.string({ error: 'Choose a password.' }).min(1, { error: 'Choose a password.' }).max(1000),
});

/** The page exists only until the first organization does. */
async function assertNotSetUp(services: Services): Promise<void> {
  if ((await services.organizations.count()) > 0) throw new NotFound();
}

function setupPage(refusal?: Refusal): PageAnswer {
  return {
    view: 'auth/setup',
    title: 'Set up Prowess Points',
    layout: 'plain',
    model: {
      zones: ZONE_CHOICES,
      values: refusal?.values ?? {},
      errors: refusal?.errors ?? [],
      message: refusal?.error.message ?? null,
    },
  };
}

/** First run: organization and first administrator, protected by a token that only the console shows. */
export const setupRoutes: readonly Route[] = [
  publicRoute({
    method: 'GET',
    path: paths.setup,
    summary: 'The first-run page; gone once an organization exists.',
    output: z.object({ needed: z.boolean() }),
    handler: async ({ services }) => {
      await assertNotSetUp(services);
      return { needed: true };
    },
    page: () => setupPage(),
  }),
  publicRoute({
    method: 'POST',
    path: paths.setup,
    summary: 'Creates the organization and its first administrator.',
    status: 201,
    body: setupInput,
    output: z.object({ organization: z.object({ name: z.string() }) }),
    handler: async ({ body, services, http }) => {
      await assertNotSetUp(services);
      await services.rateLimits.signIn.take('setup', http.req.ip ?? '');
      if (!services.firstRun.accepts(body.token)) {
        throw ruleBroken('setup.token_wrong', 'token', 'This is not the token that the console shows.');
      }
      const { organization, zone, fiscalStartMonth, token: _token, ...administrator } = body;
      const created = await services.firstRun.run({
        organization: { name: organization, calendar: { zone, fiscalStartMonth } },
        administrator,
      });
      return { organization: { name: created.name } };
    },
    redirect: () => ({
      to: paths.auth.login,
      flash: { kind: 'success', text: 'The organization is set up. Sign in as its first administrator.' },
    }),
    refused: (refusal) => setupPage(refusal),
  }),
];
