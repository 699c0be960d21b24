import { z } from 'zod';
import { optionalField } from '../../../kernel/fields.js';
import { paths, safeNext } from '../../paths.js';
import { route, type Route } from '../../route.js';
import { giveAgain } from '../../step-up.js';

const missing = 'Give your password.';

/** Gives the password again, for what asks for it after twelve hours. */
export const passwordConfirmationRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: paths.auth.passwordConfirmation,
    permission: 'signed-in',
    summary: 'Gives the own password again, so that this session may do for twelve hours what asks for it.',
    body: z.strictObject({
      password: z.string({ error: missing }).min(1, { error: missing }).max(256),
      next: optionalField(z.string().max(2000)),
    }),
    output: z.object({ confirmed: z.boolean() }),
    handler: async ({ body, http, services }) => {
      await giveAgain(http.req, body.password, services);
      return { confirmed: true, next: safeNext(body.next) };
    },
    redirect: ({ next }) => ({ to: next }),
  }),
];
