import type { Request } from 'express';
import { z } from 'zod';
import { paths } from '../../paths.js';
import { publicRoute, type Route } from '../../route.js';
import { SESSION_COOKIE } from '../../../platform/session/index.js';
import { clearRememberCookie, rememberTokenOf } from './remember-cookie.js';
import { endSession } from './session-start.js';
import { signOnOffer } from './sign-on-offer.js';

/** Then the person stays signed in there: ending that is up to the provider, and to other products in use. */
const cameByProvider = ({ session }: Request) => session.method === 'single-sign-on';

const goneShape = z.object({ signedOut: z.boolean() });

export const signOutRoutes: readonly Route[] = [
  publicRoute({
    method: 'GET',
    path: paths.auth.logout,
    summary: 'A page with the button that signs out; looking at it changes nothing.',
    output: goneShape,
    handler: () => Promise.resolve({ signedOut: false }),
    page: async (_data, { actor, services, http }) => ({
      view: 'auth/logout',
      title: 'Sign out',
      layout: 'plain',
      model: {
        name: actor?.name ?? null,
        provider: cameByProvider(http.req) ? ((await signOnOffer(services))?.label ?? null) : null,
      },
    }),
  }),
  publicRoute({
    method: 'POST',
    path: paths.auth.logout,
    summary: 'Ends this session; the browser is not remembered any more.',
    output: goneShape,
    handler: async ({ actor, http, services }) => {
      const { req, res } = http;
      const token = rememberTokenOf(req);
      const sessionId = req.signedInBy === 'session' ? req.session.publicId : undefined;
      await endSession(req);
      await services.people.access.signOut(actor, sessionId, token);
      res.clearCookie(SESSION_COOKIE, { path: '/' });
      clearRememberCookie(res, services);
      return { signedOut: true };
    },
    redirect: () => ({ to: paths.auth.login }),
  }),
];
