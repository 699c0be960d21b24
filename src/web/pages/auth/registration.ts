import { z } from 'zod';
import { Forbidden } from '../../../kernel/errors.js';
import { optionalField } from '../../../kernel/fields.js';
import { registrationSchema } from '../../../modules/people/index.js';
import { paths, withQuery } from '../../paths.js';
import { publicRoute, type PageAnswer, type Refusal, type Route } from '../../route.js';
import type { Services } from '../../services.js';
import { acceptedShape } from '../../shapes/session.js';

async function registerPage(
  services: Services,
  { sent = false, organization, refusal }: { sent?: boolean; organization?: string | undefined; refusal?: Refusal },
): Promise<PageAnswer> {
  return {
    view: 'auth/register',
    title: 'Register',
    layout: 'plain',
    model: {
      sent,
      // With one organization there is nothing to choose.
      several: (await services.organizations.count()) > 1,
      values: refusal?.values ?? { organization: organization ?? '' },
      errors: refusal?.errors ?? [],
      message: refusal?.error.message ?? null,
    },
  };
}

async function assertOpen({ people }: Services): Promise<void> {
  if (await people.registrations.isOpen()) return;
  throw new Forbidden(
    'auth.registration_closed',
    'People cannot register themselves here. Ask your HR administration for an account.',
  );
}

export const registrationRoutes: readonly Route[] = [
  publicRoute({
    method: 'GET',
    path: paths.auth.register,
    summary: 'The page on which people register themselves, where an organization allows it.',
    query: z.object({ sent: optionalField(z.literal('yes')), organization: optionalField(z.string().max(60)) }),
    output: z.object({ sent: z.boolean() }),
    handler: async ({ query, services }) => {
      await assertOpen(services);
      return { sent: query.sent === 'yes', organization: query.organization };
    },
    page: ({ sent, organization }, { services }) => registerPage(services, { sent, organization }),
  }),
  publicRoute({
    method: 'POST',
    path: paths.auth.register,
    summary:
      'Registers for an account that HR administration activates. The answer is the same whether the address is known, its domain listed or not.',
    status: 202,
    body: registrationSchema,
    output: acceptedShape,
    handler: async ({ body, services, http }) => {
      await services.rateLimits.registration.take(body.email, http.req.ip ?? '');
      await services.people.registrations.register(body);
      return { accepted: true };
    },
    redirect: () => ({ to: withQuery(paths.auth.register, { sent: 'yes' }) }),
    refused: (refusal, { services }) => registerPage(services, { refusal }),
  }),
];
