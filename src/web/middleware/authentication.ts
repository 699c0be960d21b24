import type { Request, RequestHandler } from 'express';
import type { PersonActor } from '../../kernel/actor.js';
import { currentContext } from '../../platform/request-context.js';
import type { AccessModule } from '../../modules/people/index.js';

declare module 'express-serve-static-core' {
  interface Request {
    /** Who is signed in, by session or token. */
    actor?: PersonActor;
    /** How: requests with a token need no protection against forms of other sites. */
    signedInBy?: 'session' | 'token';
  }
}

const BEARER = /^Bearer ([\w.~+/-]+=*)$/i;

/** Finds out who sends the request. An invalid token or an ended session counts as nobody. */
export function authentication(access: AccessModule): RequestHandler {
  return async (req, _res, next) => {
    const actor = await findActor(req, access);
    if (actor !== undefined) {
      req.actor = actor;
      const context = currentContext();
      if (context !== undefined) {
        context.actor = actor;
        context.organizationId = actor.organizationId;
      }
    }
    next();
  };
}

async function findActor(req: Request, access: AccessModule): Promise<PersonActor | undefined> {
  const { authorization } = req.headers;
  if (authorization !== undefined) {
    const token = BEARER.exec(authorization)?.[1];
    req.signedInBy = 'token';
    return token === undefined ? undefined : access.actorFromAccessToken(token);
  }
  const { personId, epoch } = req.session;
  if (personId === undefined) return undefined;
  req.signedInBy = 'session';
  return access.actorOf(personId, epoch);
}
