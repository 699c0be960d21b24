import { z } from 'zod';
import { paths } from '../../paths.js';
import { publicRoute, type Route } from '../../route.js';
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
    summary: 'Ends this session.',
    output: goneShape,
    handler: async ({ actor, http, services }) => {
      await endSession(http.req);
      if (actor !== undefined) {
        await services.outbox.record(actor, {
          type: 'session.ended',
          subject: { type: 'person', id: actor.personId },
          data: {},
        });
      }
      http.res.clearCookie('prowess.sid', { path: '/' });
      return { signedOut: true };
    },
    redirect: () => ({ to: paths.auth.login }),
  }),
];
