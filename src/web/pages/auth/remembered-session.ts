import type { Request, Response } from 'express';
import type { SessionData } from 'express-session';
import type { PersonActor } from '../../../kernel/actor.js';
import type { Services } from '../../services.js';
import { clearRememberCookie, rememberTokenOf, setRememberCookie } from './remember-cookie.js';
import { beginSession, done } from './session-start.js';

/**
 * Starts a session for a browser that is remembered. Two tabs that are opened in the same moment send the same token;
 * one of them replaces it, and both go on in the session that this one has started (docs/adr/0016). Undefined, and the
 * cookie gone, when the browser is not remembered any more.
 */
export async function resumeRemembered(
  req: Request,
  res: Response,
  services: Services,
): Promise<PersonActor | undefined> {
  const token = rememberTokenOf(req);
  if (token === undefined) return undefined;
  const { access } = services.people;
  let remembered = await access.readRemembered(token);
  if (remembered.kind === 'newest') {
    const { use } = remembered;
    const opening = await beginSession(req, use.actor, services, { method: 'remembered', passwordGiven: false });
    const next = await access.replaceRemembered(use, opening, req.sessionID);
    if (next !== undefined) {
      setRememberCookie(res, next, services);
      return use.actor;
    }
    // Another tab was faster. What was begun here is on no list and worth nothing.
    await dropSession(req);
    remembered = await access.readRemembered(token);
  }
  if (remembered.kind === 'replaced') return adoptSession(req, remembered.sessionId, services);
  clearRememberCookie(res, services);
  return undefined;
}

async function adoptSession(req: Request, id: string, services: Services): Promise<PersonActor | undefined> {
  const data = await storedSession(req, id);
  if (data === undefined) return undefined;
  const { publicId, personId, organizationId, epoch, createdAt } = data;
  const claim = { id: publicId, personId, organizationId, epoch, createdAt };
  const standing = await services.people.access.standingSession(claim, true);
  if (standing === undefined) return undefined;
  req.sessionID = id;
  req.sessionStore.createSession(req, data);
  return standing.actor;
}

function storedSession(req: Request, id: string): Promise<SessionData | undefined> {
  return new Promise((resolve, reject) => {
    req.sessionStore.get(id, (error: unknown, data) => {
      if (error === undefined || error === null) resolve(data ?? undefined);
      else reject(error instanceof Error ? error : new Error('the session store failed', { cause: error }));
    });
  });
}

/** Removes the session that was begun; an empty one takes its place. */
async function dropSession(req: Request): Promise<void> {
  await done((callback) => req.session.regenerate(callback));
}
