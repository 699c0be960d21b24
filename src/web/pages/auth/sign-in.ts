import { z } from 'zod';
import type { PersonActor } from '../../../kernel/actor.js';
import { ruleBroken } from '../../../kernel/errors.js';
import { checkboxField, optionalField } from '../../../kernel/fields.js';
import { paths, safeNext } from '../../paths.js';
import { publicRoute, type PageAnswer, type Refusal, type Route } from '../../route.js';
import type { Services } from '../../services.js';
import { signedInShape } from '../../shapes/session.js';
import { codePageOf, codeSentShape, sendCode } from './one-time-code.js';
import { signOnOffer } from './sign-on-offer.js';
import { isRememberingOffered } from './remember-cookie.js';
import { startSession } from './session-start.js';
import { signedIn } from './signed-in.js';

/** Longer input is refused before anything is computed with it. */
const MAX_EMAIL = 264;
const MAX_PASSWORD = 256;

export const credentialsInput = z.strictObject({
  email: z.string({ error: 'Give your e-mail address.' }).min(1, { error: 'Give your e-mail address.' }).max(MAX_EMAIL),
  password: z.string({ error: 'Give your password.' }).min(1, { error: 'Give your password.' }).max(MAX_PASSWORD),
  organization: optionalField(z.string().max(60)),
});

const signInInput = credentialsInput.extend({
  /** Absent where a one-time code is wanted instead. */
  password: credentialsInput.shape.password.or(z.literal('')).optional(),
  /** What the buttons of the page say; without it, whoever gives no password wants a code. */
  method: z.enum(['password', 'code'], { error: 'A password or a code.' }).optional(),
  remember: checkboxField(),
  next: optionalField(z.string().max(2000)),
});

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

/** What people may do on the sign-in page besides giving their password. */
async function waysIn(services: Services): Promise<{ codes: boolean; registration: boolean; remembering: boolean }> {
  const { people } = services;
  return {
    codes: await people.access.codesOffered(),
    registration: await people.registrations.isOpen(),
    remembering: await isRememberingOffered(services),
  };
}

async function signInPage(
  services: Services,
  model: { next: string; name: string | null; refusal?: Refusal },
): Promise<PageAnswer> {
  return {
    view: 'auth/login',
    title: 'Sign in',
    layout: 'plain',
    model: {
      next: model.next,
      name: model.name,
      demo: services.demo,
      ...(await waysIn(services)),
      signOn: await signOnOffer(services, { next: model.next }),
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
    page: ({ next }, { actor, services }) => signInPage(services, { next, name: actor?.name ?? null }),
  }),
  publicRoute({
    method: 'POST',
    path: paths.auth.login,
    summary:
      'Sign in with e-mail and password; starts a session. With the address alone a one-time code is mailed, and 202 says how to use it.',
    body: signInInput,
    output: z.union([signedInShape, codeSentShape]),
    handler: async ({ body, services, http }) => {
      const { remember, next, method, password, ...account } = body;
      if (method === 'code' || (method === undefined && password === undefined)) {
        const flow = await sendCode(account, http.req.ip ?? '', services);
        http.res.status(202);
        return { ...flow, remember, next: safeNext(next) };
      }
      const given = credentialsInput.shape.password.safeParse(password);
      if (!given.success) throw ruleBroken('input.invalid', 'password', 'Give your password.');
      const actor = await checkCredentials({ ...account, password: given.data }, http.req.ip ?? '', services);
      await startSession(http.req, actor, services, { method: 'password', passwordGiven: true, remember });
      return { ...signedIn(actor), next: safeNext(next), mustChangePassword: actor.mustChangePassword };
    },
    redirect: (data) =>
      'flowId' in data
        ? { to: codePageOf(data) }
        : { to: data.mustChangePassword ? paths.auth.changePassword : data.next },
    refused: (refusal, { services }) => {
      const next = refusal.values['next'];
      return signInPage(services, {
        next: safeNext(typeof next === 'string' ? next : undefined),
        name: null,
        refusal,
      });
    },
  }),
];
