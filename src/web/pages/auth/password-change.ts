import { z } from 'zod';
import { ruleBroken } from '../../../kernel/errors.js';
import { paths } from '../../paths.js';
import { route, type PageAnswer, type Refusal, type Route } from '../../route.js';
import type { Services } from '../../services.js';
import { rememberTokenOf } from './remember-cookie.js';
import { startSession } from './session-start.js';

const secretField = (missing: string) => z.string({ error: missing }).min(1, { error: missing }).max(1000);

const passwordChangeInput = z.strictObject({
  currentPassword: secretField('Give your current password.'),
  newPassword: secretField('Choose a new password.'),
  repeated: secretField('Type the new password again.').optional(),
});

async function passwordPage(services: Services, initial: boolean, refusal?: Refusal): Promise<PageAnswer> {
  const { settings } = await services.organizations.current();
  return {
    view: 'auth/change-password',
    title: 'Change your password',
    layout: 'plain',
    model: {
      initial,
      minLength: settings.access.passwordMinLength,
      errors: refusal?.errors ?? [],
      message: refusal?.error.message ?? null,
    },
  };
}

const changedShape = z.object({ changed: z.boolean() });

export const passwordChangeRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.auth.changePassword,
    permission: 'signed-in',
    summary: 'The page on which a password is changed; the only one served while the initial one is in use.',
    beforePasswordChange: true,
    output: z.object({ initial: z.boolean() }),
    handler: ({ actor }) => Promise.resolve({ initial: actor.mustChangePassword }),
    page: ({ initial }, { services }) => passwordPage(services, initial),
  }),
  route({
    method: 'POST',
    path: paths.auth.changePassword,
    permission: 'signed-in',
    summary: 'Changes the own password; all other sessions end.',
    beforePasswordChange: true,
    body: passwordChangeInput,
    output: changedShape,
    handler: async ({ actor, body, http, services }) => {
      const { repeated, ...change } = body;
      if (repeated !== undefined && repeated !== body.newPassword) {
        throw ruleBroken('password.not_repeated', 'repeated', 'The two new passwords differ.');
      }
      await services.rateLimits.passwordCheck.take(actor.personId);
      await services.people.access.changePassword(actor, change);
      await services.rateLimits.passwordCheck.reset(actor.personId);
      // The change ended every session including this one; this browser goes on with a fresh one.
      const renewed = { ...actor, mustChangePassword: false };
      const remember = rememberTokenOf(http.req) !== undefined;
      const given = { method: 'password', passwordGiven: true, remember } as const;
      if (http.req.signedInBy === 'session') await startSession(http.req, renewed, services, given);
      return { changed: true };
    },
    redirect: () => ({
      to: paths.home,
      flash: { kind: 'success', text: 'Your password is changed. All other sessions are signed out.' },
    }),
    refused: (refusal, { actor, services }) => passwordPage(services, actor.mustChangePassword, refusal),
  }),
];
