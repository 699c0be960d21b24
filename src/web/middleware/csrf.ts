import type { Request } from 'express';
import { csrfSync } from 'csrf-sync';
import { Forbidden } from '../../kernel/errors.js';
import { bodyType, wantsPage } from './negotiation.js';

/**
 * Protection against other sites' forms, for requests that carry the session cookie (docs/adr/0005):
 * the browser must not name another origin, and whatever a form could send needs the session's token.
 */

const { generateToken, isRequestValid } = csrfSync({
  getTokenFromRequest: (req) => {
    const header = req.headers['x-csrf-token'];
    if (typeof header === 'string') return header;
    const field = (req.body as Record<string, unknown> | undefined)?.['_csrf'];
    return typeof field === 'string' ? field : undefined;
  },
});

/** The session's token, made at first use. Undefined where there is no session. */
export function csrfToken(req: Request): string | undefined {
  return hasSession(req) ? generateToken(req) : undefined;
}

function hasSession(req: Request): boolean {
  return (req.session as unknown) !== undefined && req.session.personId !== undefined;
}

function crossSite(): Forbidden {
  return new Forbidden('csrf.cross_site', 'This request came from another site. Please use the page of this product.');
}

/** Refuses what a browser says comes from another origin. Runs before the body is read. */
export function assertSameOrigin(req: Request): void {
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw crossSite();
  const { origin } = req.headers;
  // Pages that keep their address secret send no origin; the browser then vouches in the other header.
  if (origin === undefined || (origin === 'null' && site === 'same-origin')) return;
  let host: string;
  try {
    ({ host } = new URL(origin));
  } catch {
    throw crossSite();
  }
  if (host !== req.headers.host) throw crossSite();
}

/** Asks for the token where a plain form could have sent the request. Runs after the body is read. */
export function assertToken(req: Request): void {
  if (!hasSession(req)) return;
  const type = bodyType(req);
  const plainForm = type === 'application/x-www-form-urlencoded' || type === 'text/plain';
  if (type === 'application/json' || (!wantsPage(req) && !plainForm)) return;
  if (!isRequestValid(req)) {
    throw new Forbidden('csrf.token_missing', 'The page was open too long. Please reload it and send the form again.');
  }
}
