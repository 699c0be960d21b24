import type { Request, Response } from 'express';
import { FLOW_MINUTES, type SignOnBeginning } from '../../../platform/single-sign-on/index.js';
import { cookieOf } from '../../middleware/cookies.js';
import { paths } from '../../paths.js';
import type { Services } from '../../services.js';

/**
 * What was begun lies sealed in the browser, in a cookie of its own for each tab. So a callback is worth something only
 * in the browser that began, and whoever merely begins takes no room here.
 */
const PREFIX = 'prowess.sign-on.';
/** So many are kept for tabs that were left half-way; then all of them go. */
const MAX_KEPT = 4;

const nameOf = (state: string) => PREFIX + state.replace(/[^\w-]/g, '').slice(0, 12);

/** `lax`, since the provider sends the browser back from another site. */
function attributes({ config }: Pick<Services, 'config'>) {
  return { path: paths.auth.singleSignOn, httpOnly: true, sameSite: 'lax', secure: config.cookieSecure } as const;
}

export function keepFlow(req: Request, res: Response, { state, sealed }: SignOnBeginning, services: Services): void {
  const kept = (req.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.split('=', 1)[0]?.trim() ?? '')
    .filter((name) => name.startsWith(PREFIX));
  if (kept.length >= MAX_KEPT) for (const name of kept) res.clearCookie(name, attributes(services));
  res.cookie(nameOf(state), sealed, { ...attributes(services), maxAge: FLOW_MINUTES * 60_000 });
}

/** The sealed flow of a state. It is gone from the browser with this answer, whatever becomes of it. */
export function takeFlow(req: Request, res: Response, state: string, services: Services): string | undefined {
  const sealed = cookieOf(req.headers.cookie, nameOf(state));
  if (sealed !== undefined) res.clearCookie(nameOf(state), attributes(services));
  return sealed;
}
