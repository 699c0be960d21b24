import { z } from 'zod';
import type { PersonActor } from '../../../kernel/actor.js';
import { checkboxField, optionalField } from '../../../kernel/fields.js';
import { paths, safeNext } from '../../paths.js';
import { publicRoute, type PageAnswer, type Refusal, type Route } from '../../route.js';
import type { Services } from '../../services.js';
import { signedInShape } from '../../shapes/session.js';
import { startSession } from './session-start.js';

/** Longer input is refused before anything is computed with it. */
const MAX_EMAIL = 264;
const MAX_PASSWORD = 256;

export const credentialsInput = z.strictObject({
  email: z.string({ error: 'Give your e-mail address.' }).min(1, { error: 'Give your e-mail address.' }).max(MAX_EMAIL),
  password: z.string({ error: 'Give your password.' }).min(1, { error: 'Give your password.' }).max(MAX_PASSWORD),
  organization: optionalField(z.string().max(60)),
});

const signInInput = credentialsInput.extend({
  remember: checkboxField(),
  next: optionalField(z.string().max(2000)),
});

/** The answer to a successful sign-in: who you are, never more. */
export function signedIn(actor: PersonActor) {
  const { personId, name, email, grade, grants } = actor;
  return { person: { id: personId, name, email, grade, grants: [...grants] } };
}

/** Checks a password within the limits per account and address. */
export async function checkCredentials(
  input: z.output<typeof credentialsInput>,
  address: string,
  services: Services,
): Promise<PersonActor> {
  const email = input.email.trim().toLowerCase();
  await services.rateLimits.signIn.take(email, address);
  const actor = await services.people.access.signIn({
    email,
    password: input.password,
    ...(input.organization !== undefined && { organizationSlug: input.organization }),
  });
  await services.rateLimits.signIn.reset(email, address);
  return actor;
}

function signInPage(model: { next: string; name: string | null; refusal?: Refusal; demo: boolean }): PageAnswer {
  return {
    view: 'auth/login',
    title: 'Sign in',
    layout: 'plain',
    model: {
      next: model.next,
      name: model.name,
      demo: model.demo,
      values: model.refusal?.values ?? {},
      errors: model.refusal?.errors ?? [],
      message: model.refusal?.error.message ?? null,
    },
  };
}

export const signInRoutes: readonly Route[] = [
  publicRoute({
    method: 'GET',
    path: paths.auth.login,
    summary: 'The sign-in page.',
    query: z.object({ next: optionalField(z.string().max(2000)) }),
    output: z.object({ signedIn: z.boolean() }),
    handler: ({ actor, query }) => Promise.resolve({ signedIn: actor !== undefined, next: safeNext(query.next) }),
    page: ({ next }, { actor, services }) => signInPage({ next, name: actor?.name ?? null, demo: services.demo }),
  }),
  publicRoute({
    method: 'POST',
    path: paths.auth.login,
    summary: 'Sign in with e-mail and password; starts a session.',
    body: signInInput,
    output: signedInShape,
    handler: async ({ body, services, http }) => {
      const { remember: _remember, next, ...credentials } = body;
      const actor = await checkCredentials(credentials, http.req.ip ?? '', services);
      await startSession(http.req, actor, services, { method: 'password', passwordGiven: true });
      return { ...signedIn(actor), next: safeNext(next), mustChangePassword: actor.mustChangePassword };
    },
    redirect: ({ next, mustChangePassword }) => ({ to: mustChangePassword ? paths.auth.changePassword : next }),
    refused: (refusal, { services }) => {
      const next = refusal.values['next'];
      return signInPage({
        next: safeNext(typeof next === 'string' ? next : undefined),
        name: null,
        refusal,
        demo: services.demo,
      });
    },
  }),
];
