import { z } from 'zod';
import { optionalField } from '../../../kernel/fields.js';
import { emailField } from '../../../modules/people/index.js';
import { paths, withQuery } from '../../paths.js';
import { publicRoute, type PageAnswer, type Refusal, type Route } from '../../route.js';
import { acceptedShape } from '../../shapes/session.js';

const forgotInput = z.strictObject({
  email: emailField(),
  organization: optionalField(z.string().max(60)),
});

function forgotPage(sent: boolean, refusal?: Refusal): PageAnswer {
  return {
    view: 'auth/forgot-password',
    title: 'Forgot your password?',
    layout: 'plain',
    model: {
      sent,
      values: refusal?.values ?? {},
      errors: refusal?.errors ?? [],
      message: refusal?.error.message ?? null,
    },
  };
}

export const forgotPasswordRoutes: readonly Route[] = [
  publicRoute({
    method: 'GET',
    path: paths.auth.forgotPassword,
    summary: 'The page on which a link to a new password is asked for.',
    query: z.object({ sent: optionalField(z.literal('yes')) }),
    output: z.object({ sent: z.boolean() }),
    handler: ({ query }) => Promise.resolve({ sent: query.sent === 'yes' }),
    page: ({ sent }) => forgotPage(sent),
  }),
  publicRoute({
    method: 'POST',
    path: paths.auth.forgotPassword,
    summary: 'Mails a link to a new password, good once and for an hour. The answer is the same for every address.',
    status: 202,
    body: forgotInput,
    output: acceptedShape,
    handler: async ({ body: { email, organization }, services, http }) => {
      await services.rateLimits.passwordReset.take(email, http.req.ip ?? '');
      await services.people.access.requestPasswordReset({ email, organizationSlug: organization });
      return { accepted: true };
    },
    redirect: () => ({ to: withQuery(paths.auth.forgotPassword, { sent: 'yes' }) }),
    refused: (refusal) => forgotPage(false, refusal),
  }),
];
