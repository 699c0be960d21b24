import { z } from 'zod';
import { Forbidden, ruleBroken } from '../../../kernel/errors.js';
import { checkboxField, optionalField } from '../../../kernel/fields.js';
import { readEmail } from '../../../modules/people/index.js';
import { paths, safeNext, withQuery } from '../../paths.js';
import { publicRoute, type PageAnswer, type Refusal, type Route } from '../../route.js';
import type { Services } from '../../services.js';
import { signedInShape } from '../../shapes/session.js';
import { isRememberingOffered } from './remember-cookie.js';
import { startSession } from './session-start.js';
import { signedIn } from './signed-in.js';

export const codeSentShape = z.object({ flowId: z.string() });

/** Starts to sign in by a code. The same happens for every address, whoever has it. */
export async function sendCode(
  { email, organization }: { readonly email: string; readonly organization?: string | undefined },
  address: string,
  { people, rateLimits }: Services,
): Promise<{ readonly flowId: string }> {
  const reading = readEmail(email);
  if ('problem' in reading) throw ruleBroken('input.invalid', 'email', reading.problem);
  if (!(await people.access.codesOffered())) {
    throw new Forbidden('auth.codes_off', 'Codes are switched off here. Sign in with your password.');
  }
  await rateLimits.codeSend.take(reading.email, address);
  return people.access.requestCode({ email: reading.email, organizationSlug: organization });
}

/** Where the code is typed, with what belongs to this sign-in. */
export function codePageOf(asked: {
  readonly flowId: string;
  readonly next: string;
  readonly remember: boolean;
}): string {
  return withQuery(paths.auth.verifyCode, {
    flow: asked.flowId,
    next: asked.next === paths.home ? undefined : asked.next,
    remember: asked.remember ? 'true' : undefined,
  });
}

const SIX_DIGITS = 'Type the six digits of the mail.';

const codeInput = z.strictObject({
  flowId: z.string({ error: 'Ask for a code first.' }).min(1, { error: 'Ask for a code first.' }).max(100),
  /** As copied from a mail: plain blanks do not matter, other digits than 0 to 9 do. */
  code: z
    .string({ error: SIX_DIGITS })
    .max(20, { error: SIX_DIGITS })
    .transform((text) => text.replaceAll(' ', ''))
    .refine((text) => /^[0-9]{6}$/.test(text), { error: SIX_DIGITS }),
  remember: checkboxField(),
  next: optionalField(z.string().max(2000)),
});

async function codePage(
  services: Services,
  model: { flowId: string; next: string; remember?: boolean; refusal?: Refusal },
): Promise<PageAnswer> {
  const { flowId, next, remember, refusal } = model;
  return {
    view: 'auth/code',
    title: 'Sign in with a code',
    layout: 'plain',
    model: {
      flowId,
      next,
      remembering: await isRememberingOffered(services),
      values: refusal?.values ?? { remember: remember === true ? 'true' : '' },
      errors: refusal?.errors ?? [],
      message: refusal?.error.message ?? null,
    },
  };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

export const oneTimeCodeRoutes: readonly Route[] = [
  publicRoute({
    method: 'GET',
    path: paths.auth.verifyCode,
    summary: 'The page on which the code of a mail is typed.',
    query: z.object({
      flow: optionalField(z.string().max(100)),
      next: optionalField(z.string().max(2000)),
      remember: optionalField(z.literal('true')),
    }),
    output: z.object({ started: z.boolean() }),
    handler: ({ query }) =>
      Promise.resolve({
        started: query.flow !== undefined,
        flowId: query.flow ?? '',
        next: safeNext(query.next),
        remember: query.remember === 'true',
      }),
    page: ({ flowId, next, remember }, { services }) => codePage(services, { flowId, next, remember }),
  }),
  publicRoute({
    method: 'POST',
    path: paths.auth.verifyCode,
    summary: 'Signs in with a one-time code: once, within ten minutes, at the fifth try at the latest.',
    body: codeInput,
    output: signedInShape,
    handler: async ({ body: { flowId, code, next, remember }, services, http }) => {
      await services.rateLimits.codeCheck.take(http.req.ip ?? '');
      const actor = await services.people.access.signInByCode({ flowId, code });
      await startSession(http.req, actor, services, { method: 'code', passwordGiven: false, remember });
      return { ...signedIn(actor), next: safeNext(next), mustChangePassword: actor.mustChangePassword };
    },
    redirect: ({ next, mustChangePassword }) => ({ to: mustChangePassword ? paths.auth.changePassword : next }),
    refused: (refusal, { services }) =>
      codePage(services, {
        flowId: textOf(refusal.values['flowId']) ?? '',
        next: safeNext(textOf(refusal.values['next'])),
        remember: refusal.values['remember'] === 'true',
        refusal,
      }),
  }),
];
