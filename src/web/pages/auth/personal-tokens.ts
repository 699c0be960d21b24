import { z } from 'zod';
import { idField, lineField, listField, optionalField, wholeNumberField } from '../../../kernel/fields.js';
import { TOKEN_SCOPES, type PersonalToken } from '../../../modules/people/index.js';
import { paths } from '../../paths.js';
import { route, type PageAnswer, type Refusal, type Route } from '../../route.js';
import type { Services } from '../../services.js';
import { personalTokenShape } from '../../shapes/access.js';
import type { PersonActor } from '../../../kernel/actor.js';

const USUAL_DAYS = 90;

const tokenInput = z.strictObject({
  name: lineField(60, 'Name what the token is for.'),
  scopes: listField(z.enum(TOKEN_SCOPES, { error: 'read, write or administer.' }), TOKEN_SCOPES.length).refine(
    (scopes) => scopes.length > 0,
    { error: 'Choose at least one thing that the token may do.' },
  ),
  days: optionalField(wholeNumberField(1, 365, 'A number of days from 1 to 365.')).transform(
    (days) => days ?? USUAL_DAYS,
  ),
});

interface TokensPage {
  readonly tokens: readonly PersonalToken[];
  /** Shown this once. */
  readonly fresh?: { readonly token: string; readonly personalToken: PersonalToken };
  readonly refusal?: Refusal;
}

function tokensPage({ tokens, fresh, refusal }: TokensPage, offered: boolean): PageAnswer {
  return {
    view: 'auth/personal-tokens',
    title: 'Personal tokens',
    model: {
      tokens,
      offered,
      fresh: fresh ?? null,
      scopes: TOKEN_SCOPES,
      usualDays: USUAL_DAYS,
      values: refusal?.values ?? {},
      errors: refusal?.errors ?? [],
      message: refusal?.error.message ?? null,
    },
  };
}

async function isOffered(services: Services): Promise<boolean> {
  return (await services.organizations.current()).settings.features.personalTokens;
}

async function tokensOf(actor: PersonActor, services: Services): Promise<readonly PersonalToken[]> {
  return (await services.people.access.sessionsOf(actor, actor.personId)).tokens;
}

/** Tokens that people make for programs of their own. */
export const personalTokenRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: paths.auth.personalTokens,
    permission: 'signed-in',
    summary: 'My personal tokens; the tokens themselves are shown once, when they are made.',
    output: z.object({ tokens: z.array(personalTokenShape) }),
    handler: async ({ actor, services }) => ({ tokens: await tokensOf(actor, services) }),
    page: async ({ tokens }, { services }) => tokensPage({ tokens }, await isOffered(services)),
  }),
  route({
    method: 'POST',
    path: paths.auth.personalTokens,
    permission: 'signed-in',
    summary: 'Makes a personal token: what it may do and for how many days. The answer is the only time it is shown.',
    stepUp: true,
    status: 201,
    body: tokenInput,
    output: z.object({ token: z.string(), personalToken: personalTokenShape }),
    handler: async ({ actor, body, http, services }) => {
      const fresh = await services.people.access.createPersonalToken(actor, body);
      http.res.set('Cache-Control', 'no-store');
      return fresh;
    },
    page: async (fresh, { actor, services }) => tokensPage({ tokens: await tokensOf(actor, services), fresh }, true),
    refused: async (refusal, { actor, services }) =>
      tokensPage({ tokens: await tokensOf(actor, services), refusal }, await isOffered(services)),
  }),
  route({
    method: 'POST',
    path: paths.auth.personalTokenRevocation(),
    permission: 'signed-in',
    summary: 'Ends a personal token at once.',
    params: z.object({ id: idField() }),
    body: z.strictObject({}),
    output: z.object({ revoked: z.boolean() }),
    handler: async ({ actor, params, services }) => {
      await services.people.access.revokePersonalToken(actor, params.id);
      return { revoked: true };
    },
    redirect: () => ({ to: paths.auth.personalTokens, flash: { kind: 'success', text: 'The token is ended.' } }),
  }),
];
