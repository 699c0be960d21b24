import type { Response } from 'express';
import { z } from 'zod';
import { ruleBroken } from '../../../kernel/errors.js';
import { optionalField } from '../../../kernel/fields.js';
import type { PasswordLink } from '../../../modules/people/index.js';
import { paths } from '../../paths.js';
import { publicRoute, type PageAnswer, type Refusal, type Route } from '../../route.js';

const MAX_TOKEN = 200;

const secretField = (missing: string) => z.string({ error: missing }).min(1, { error: missing }).max(1000);

const resetInput = z.strictObject({
  token: z
    .string({ error: 'Open the link of the mail.' })
    .min(1, { error: 'Open the link of the mail.' })
    .max(MAX_TOKEN),
  password: secretField('Choose a password.'),
  repeated: secretField('Type the password again.').optional(),
});

const linkShape = z.object({
  /** False when the link was used, replaced, or is too old. */
  valid: z.boolean(),
  kind: z.enum(['reset', 'invitation']).nullable(),
});

/**
 * The address of this page is a secret: no other site and no picture of ours may learn it. Its host is none: without it
 * browsers would send the form with the origin `null`, which is refused where there is no TLS to vouch for it otherwise.
 */
function keepAddressSecret(res: Response): void {
  res.set('Referrer-Policy', 'strict-origin');
}

function resetPage(link: PasswordLink | undefined, token: string, refusal?: Refusal): PageAnswer {
  return {
    view: 'auth/reset-password',
    title: link?.kind === 'invitation' ? 'Welcome' : 'Choose a new password',
    layout: 'plain',
    model: {
      link: link ?? null,
      token,
      errors: refusal?.errors ?? [],
      message: refusal?.error.message ?? null,
    },
  };
}

/** Choosing a password by the link of a mail: a forgotten one, or the first one after an invitation. */
export const resetPasswordRoutes: readonly Route[] = [
  publicRoute({
    method: 'GET',
    path: paths.auth.resetPassword,
    summary: 'The page to which links of mails lead: choose a password. Looking at it does not use the link up.',
    query: z.object({ token: optionalField(z.string().max(MAX_TOKEN)) }),
    output: linkShape,
    handler: async ({ query: { token = '' }, services, http }) => {
      keepAddressSecret(http.res);
      const link = await services.people.access.passwordLink(token);
      return { valid: link !== undefined, kind: link?.kind ?? null, link, token };
    },
    page: ({ link, token }) => resetPage(link, token),
  }),
  publicRoute({
    method: 'POST',
    path: paths.auth.resetPassword,
    summary: 'Sets the password by the link of a mail, which works once; all sessions end. Does not sign in.',
    body: resetInput,
    output: z.object({ changed: z.boolean() }),
    handler: async ({ body: { token, password, repeated }, services, http }) => {
      keepAddressSecret(http.res);
      await services.rateLimits.linkUse.take(http.req.ip ?? '');
      if (repeated !== undefined && repeated !== password) {
        throw ruleBroken('password.not_repeated', 'repeated', 'The two passwords differ.');
      }
      const link = await services.people.access.passwordLink(token);
      await services.people.access.choosePassword({ token, password });
      // Wrong tries of strangers must not keep out whoever just proved to read these mails.
      if (link !== undefined) await services.rateLimits.signIn.letTry(link.email, http.req.ip ?? '');
      return { changed: true };
    },
    redirect: () => ({
      to: paths.auth.login,
      flash: { kind: 'success', text: 'Your password is set. Sign in with it.' },
    }),
    refused: async (refusal, { services, http }) => {
      keepAddressSecret(http.res);
      const { token } = http.req.body as { token?: unknown };
      const given = typeof token === 'string' ? token : '';
      return resetPage(await services.people.access.passwordLink(given), given, refusal);
    },
  }),
];
