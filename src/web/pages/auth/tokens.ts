import { z } from 'zod';
import { paths } from '../../paths.js';
import { publicRoute, route, type Route } from '../../route.js';
import { csrfToken } from '../../middleware/csrf.js';
import { signedInShape, tokensShape } from '../../shapes/session.js';
import { checkCredentials, credentialsInput } from './sign-in.js';
import { deviceFacts } from './session-start.js';
import { signedIn } from './signed-in.js';

const refreshInput = z.strictObject({ refreshToken: z.string({ error: 'Give the refresh token.' }).min(1).max(500) });

/** Tokens for programs: 15 minutes of access, renewed by a refresh token that changes with every use. */
export const tokenRoutes: readonly Route[] = [
  publicRoute({
    method: 'POST',
    path: paths.auth.token,
    summary: 'Gives an access token and a refresh token for e-mail and password.',
    body: credentialsInput,
    output: tokensShape,
    handler: async ({ body, services, http }) =>
      services.people.access.issueTokens(
        await checkCredentials(body, http.req.ip ?? '', services),
        deviceFacts(http.req),
      ),
  }),
  publicRoute({
    method: 'POST',
    path: paths.auth.tokenRefresh,
    summary: 'Exchanges a refresh token for new tokens. A token used twice ends its whole family.',
    body: refreshInput,
    output: tokensShape,
    handler: async ({ body, http, services }) => {
      await services.rateLimits.tokenRefresh.take(http.req.ip ?? '');
      return services.people.access.refresh(body.refreshToken);
    },
  }),
  publicRoute({
    method: 'POST',
    path: paths.auth.tokenRevoke,
    summary: 'Ends a refresh token and its family. The answer is the same for unknown ones.',
    body: refreshInput,
    output: z.object({ revoked: z.boolean() }),
    handler: async ({ body, services }) => {
      await services.people.access.revoke(body.refreshToken);
      return { revoked: true };
    },
  }),
  route({
    method: 'GET',
    path: paths.auth.session,
    permission: 'signed-in',
    summary: 'Who is signed in, and the token that forms of this session carry.',
    beforePasswordChange: true,
    output: signedInShape.extend({ csrfToken: z.string().nullable() }),
    handler: ({ actor, http }) => Promise.resolve({ ...signedIn(actor), csrfToken: csrfToken(http.req) ?? null }),
  }),
];
