import type { Request, Response } from 'express';
import type { RememberToken } from '../../../modules/people/index.js';
import { cookieOf } from '../../middleware/cookies.js';
import type { Services } from '../../services.js';

/**
 * The remember token of a browser. It is sent with every request, as any page may be the first one opened in the
 * morning; it is worth nothing but the start of a session.
 */
const REMEMBER_COOKIE = 'prowess.remember';

function attributes({ config }: Pick<Services, 'config'>) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: config.cookieSecure } as const;
}

export function rememberTokenOf(req: Request): string | undefined {
  return cookieOf(req.headers.cookie, REMEMBER_COOKIE);
}

export function setRememberCookie(
  res: Response,
  { token, expires }: RememberToken,
  services: Pick<Services, 'config' | 'clock'>,
): void {
  const maxAge = expires.getTime() - services.clock.now().getTime();
  res.cookie(REMEMBER_COOKIE, token, { ...attributes(services), maxAge });
}

export function clearRememberCookie(res: Response, services: Pick<Services, 'config'>): void {
  res.clearCookie(REMEMBER_COOKIE, attributes(services));
}

/** True where somebody may ask to be remembered. Before signing in nobody knows of which organization a browser is. */
export async function isRememberingOffered({ organizations }: Pick<Services, 'organizations'>): Promise<boolean> {
  return (await organizations.list()).some(({ settings }) => settings.features.rememberMe);
}
