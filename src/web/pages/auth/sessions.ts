import { z } from 'zod';
import { idField } from '../../../kernel/fields.js';
import { networkKind, networkOf } from '../../../modules/people/index.js';
import { paths } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { openAccessShape } from '../../shapes/access.js';
import { rememberTokenOf, setRememberCookie } from './remember-cookie.js';
import { deviceFacts } from './session-start.js';

const oneSession = z.object({ id: idField() });

/** Where somebody is signed in, and how to end it. */
export const sessionRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.auth.sessions,
    permission: 'signed-in',
    summary: 'Where I am signed in: sessions, remembered browsers, programs, personal tokens.',
    output: openAccessShape,
    handler: async ({ actor, http, services }) => {
      const { req } = http;
      const access = await services.people.access.sessionsOf(actor, actor.personId);
      const current = req.signedInBy === 'session' ? req.session.publicId : undefined;
      const sessions = access.sessions.map((session) => ({ ...session, current: session.id === current }));
      // The one that asks stands first, whichever was started last.
      return { ...access, sessions: sessions.sort((one, other) => Number(other.current) - Number(one.current)) };
    },
    page: async (access, { http, services }) => ({
      view: 'auth/sessions',
      title: 'Sessions',
      model: {
        ...access,
        here: networkOf(http.req.ip),
        kindOf: networkKind,
        policy: (await services.organizations.current()).settings.access,
      },
    }),
  }),
  route({
    method: 'POST',
    path: paths.auth.sessionEnd(),
    permission: 'signed-in',
    summary: 'Ends one of my sessions, remembered browsers or programs; its pages are closed within a second.',
    params: oneSession,
    body: z.strictObject({}),
    output: z.object({ ended: z.boolean() }),
    handler: async ({ actor, params, services }) => {
      await services.people.access.endSession(actor, params.id);
      return { ended: true };
    },
    redirect: () => ({ to: paths.auth.sessions, flash: { kind: 'success', text: 'It is ended.' } }),
  }),
  route({
    method: 'POST',
    path: paths.auth.otherSessionsEnd,
    permission: 'signed-in',
    summary: 'Ends all my sessions but this one, all remembered browsers and programs. Personal tokens stay.',
    body: z.strictObject({}),
    output: z.object({ ended: z.int() }),
    handler: async ({ actor, http, services }) => {
      const { req, res } = http;
      const { access } = services.people;
      const here = req.signedInBy === 'session' ? req.session.publicId : undefined;
      const ended = await access.endOtherSessions(actor, here);
      // The token of this browser ended too, as it may have been copied. It gets a fresh one.
      const isRemembered = here !== undefined && rememberTokenOf(req) !== undefined;
      const token = isRemembered ? await access.rememberDevice(actor, deviceFacts(req), here) : undefined;
      if (token !== undefined) setRememberCookie(res, token, services);
      return { ended };
    },
    redirect: ({ ended }) => ({
      to: paths.auth.sessions,
      flash: { kind: 'success', text: ended === 0 ? 'There was nothing else to end.' : 'All others are ended.' },
    }),
  }),
];
