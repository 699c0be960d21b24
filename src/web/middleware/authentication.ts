import type { Request, RequestHandler, Response } from 'express';
import type { PersonActor } from '../../kernel/actor.js';
import type { TokenScope } from '../../modules/people/index.js';
import { actAs } from '../pages/auth/session-start.js';
import { resumeRemembered } from '../pages/auth/remembered-session.js';
import type { Services } from '../services.js';

declare module 'express-serve-static-core' {
  interface Request {
    /** Who is signed in, by session or token. */
    actor?: PersonActor;
    /** How: requests with a token need no protection against forms of other sites. */
    signedInBy?: 'session' | 'token';
    /** What a personal token may do; undefined where the person is signed in. */
    tokenScopes?: readonly TokenScope[] | undefined;
    /** When the password was given for the token, milliseconds since 1970; null when it never was. */
    tokenPasswordAt?: number | null;
    /** When the session is over however busy, milliseconds since 1970. */
    sessionEndsAt?: number;
    /** True for the request that brought a remember token instead of a session. */
    resumed?: true;
  }
}

const BEARER = /^Bearer ([\w.~+/-]+=*)$/i;

/**
 * Finds out who sends the request. An invalid token or an ended session counts as nobody, unless the browser is
 * remembered.
 */
export function authentication(services: Services): RequestHandler {
  return async (req, res, next) => {
    const actor =
      req.headers.authorization === undefined
        ? ((await bySession(req, services)) ?? (await byRememberedBrowser(req, res, services)))
        : await byToken(req, services);
    if (actor !== undefined) {
      req.signedInBy ??= 'session';
      actAs(req, actor);
    }
    next();
  };
}

async function byToken(req: Request, services: Services): Promise<PersonActor | undefined> {
  req.signedInBy = 'token';
  const token = BEARER.exec(req.headers.authorization ?? '')?.[1];
  const bearer = token === undefined ? undefined : await services.people.access.bearerOf(token);
  req.tokenScopes = bearer?.scopes;
  req.tokenPasswordAt = bearer?.passwordAt ?? null;
  return bearer?.actor;
}

async function bySession(req: Request, services: Services): Promise<PersonActor | undefined> {
  const { publicId: id, personId, organizationId, epoch, createdAt, method } = req.session;
  if (id === undefined || personId === undefined || organizationId === undefined) return undefined;
  if (epoch === undefined || createdAt === undefined) return undefined;
  const claim = { id, personId, organizationId, epoch, createdAt, method };
  const standing = await services.people.access.standingSession(claim, true);
  if (standing === undefined) return undefined;
  req.sessionEndsAt = standing.endsAt.getTime();
  return standing.actor;
}

/** Not for forms of signing in and out, which say themselves what becomes of the browser. */
async function byRememberedBrowser(req: Request, res: Response, services: Services): Promise<PersonActor | undefined> {
  if (req.method !== 'GET' && req.path.startsWith('/auth/')) return undefined;
  const actor = await resumeRemembered(req, res, services);
  if (actor !== undefined) req.resumed = true;
  return actor;
}
