import { z } from 'zod';
import { paths } from '../../paths.js';
import { publicRoute, type Route } from '../../route.js';
import { SESSION_COOKIE } from '../../../platform/session/index.js';
import { clearRememberCookie, rememberTokenOf } from './remember-cookie.js';
import { endSession } from './session-start.js';

const goneShape = z.object({ signedOut: z.boolean() });

export const signOutRoutes: readonly Route[] = [
  publicRoute({
    method: 'GET',
    path: paths.auth.logout,
    summary: 'A page with the button that signs out; looking at it changes nothing.',
    output: goneShape,
    handler: () => Promise.resolve({ signedOut: false }),
    page: (_data, { actor }) => ({
      view: 'auth/logout',
      title: 'Sign out',
      layout: 'plain',
      model: { name: actor?.name ?? null },
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
