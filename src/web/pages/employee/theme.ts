import { z } from 'zod';
import { optionalField } from '../../../kernel/fields.js';
import { paths, safeNext } from '../../paths.js';
import { publicRoute, type Route } from '../../route.js';
import { THEME_COOKIE, THEME_COOKIE_OPTIONS, THEMES } from '../../views/theme.js';

/** The colour scheme is a matter of the browser, so it lives in a cookie and works before signing in. */
export const themeRoute: Route = publicRoute({
  method: 'POST',
  path: paths.employee.theme,
  summary: 'Keeps the colour scheme of this browser: light, dark, or as the system has it.',
  body: z.strictObject({
    theme: z.enum(THEMES, { error: 'light, dark or system' }),
    returnTo: optionalField(z.string().max(2000)),
  }),
  output: z.object({ theme: z.string() }),
  handler: ({ body, http, services }) => {
    http.res.cookie(THEME_COOKIE, body.theme, { ...THEME_COOKIE_OPTIONS, secure: services.config.cookieSecure });
    return Promise.resolve({ theme: body.theme, next: safeNext(body.returnTo) });
  },
  redirect: ({ next }) => ({ to: next }),
});
