import type { Request } from 'express';
import type { PersonActor } from '../../../kernel/actor.js';
import type { SessionMethod } from '../../../kernel/events.js';
import { newId } from '../../../kernel/ids.js';
import type { DeviceFacts, SessionOpening } from '../../../modules/people/index.js';
import { currentContext } from '../../../platform/request-context.js';
import { storedId } from '../../../platform/session/index.js';
import { csrfToken } from '../../middleware/csrf.js';
import type { Services } from '../../services.js';
import { clearRememberCookie, rememberTokenOf, setRememberCookie } from './remember-cookie.js';

export interface SessionStart {
  readonly method: SessionMethod;
  /** True when the password was given just now; others are asked for it before what is dangerous. */
  readonly passwordGiven: boolean;
  /** When a provider of single sign-on itself made sure who it is; counts like the password. */
  readonly vouchedAt?: Date | undefined;
  /** Whether this browser may start sessions by itself from now on. */
  readonly remember?: boolean;
}

/**
 * Makes the browser's session that of a person and records the start. The session gets a new id, so that an id known
 * from before signing in is worth nothing. Whomever the browser was remembered for before, it is no longer.
 */
export async function startSession(
  req: Request,
  actor: PersonActor,
  services: Services,
  { method, passwordGiven, vouchedAt, remember = false }: SessionStart,
): Promise<void> {
  const { access } = services.people;
  const device = await rememberBrowser(req, actor, services, remember);
  const opening = await beginSession(req, actor, services, { method, passwordGiven, vouchedAt });
  await access.openSession(actor, { ...opening, deviceId: device });
  actAs(req, actor);
}

/** Fills a fresh session and saves it. It stands only once it is listed, which is left to the caller. */
export async function beginSession(
  req: Request,
  actor: PersonActor,
  services: Services,
  { method, passwordGiven, vouchedAt }: SessionStart,
): Promise<SessionOpening> {
  const now = services.clock.now();
  const { publicId: replaces } = req.session;
  const id = newId(now);
  const epoch = await services.people.access.generationOf(actor);
  await done((callback) => req.session.regenerate(callback));
  const passwordAt = passwordGiven ? now.getTime() : null;
  const { personId, organizationId } = actor;
  Object.assign(req.session, {
    publicId: id,
    personId,
    organizationId,
    epoch,
    createdAt: now.getTime(),
    method,
    passwordAt,
    vouchedAt: vouchedAt?.getTime() ?? null,
  });
  // Made now, so that two tabs that begin with this session agree about it.
  csrfToken(req);
  // Saved before the answer: somebody who is told to be signed in has a session that the store has taken.
  await done((callback) => req.session.save(callback));
  return { id, epoch, stored: storedId(req.sessionID), method, from: deviceFacts(req), replaces };
}

/** From here on the request is the person's. */
export function actAs(req: Request, actor: PersonActor): void {
  req.actor = actor;
  const context = currentContext();
  if (context === undefined) return;
  context.actor = actor;
  context.organizationId = actor.organizationId;
}

export function deviceFacts(req: Request): DeviceFacts {
  return { userAgent: req.headers['user-agent'], address: req.ip };
}

/** Forgets the browser, or remembers it anew. The public id of the remembered device. */
async function rememberBrowser(
  req: Request,
  actor: PersonActor,
  services: Services,
  remember: boolean,
): Promise<string | undefined> {
  const { access } = services.people;
  const { res } = req;
  const former = rememberTokenOf(req);
  if (former !== undefined) await access.signOut(undefined, undefined, former);
  const token = remember ? await access.rememberDevice(actor, deviceFacts(req)) : undefined;
  if (res === undefined) return token?.deviceId;
  if (token !== undefined) setRememberCookie(res, token, services);
  else if (former !== undefined) clearRememberCookie(res, services);
  return token?.deviceId;
}

/** Ends the browser's session here; the cookie is worth nothing afterwards. */
export async function endSession(req: Request): Promise<void> {
  await done((callback) => req.session.destroy(callback));
}

/** Waits for one of express-session's callbacks. */
export function done(start: (callback: (error?: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => {
      if (error === undefined || error === null) resolve();
      else reject(error instanceof Error ? error : new Error('the session store failed', { cause: error }));
    });
  });
}
