import type { Request } from 'express';
import type { PersonActor } from '../../../kernel/actor.js';
import type { SessionMethod } from '../../../kernel/events.js';
import { currentContext, inOrganization } from '../../../platform/request-context.js';
import type { Services } from '../../services.js';

export interface SessionStart {
  readonly method: SessionMethod;
  /** True when the password was given just now; others are asked for it before what is dangerous. */
  readonly passwordGiven: boolean;
}

/**
 * Makes the browser's session that of a person and records the start. The session gets a new id, so that an id known
 * from before signing in is worth nothing.
 */
export async function startSession(
  req: Request,
  actor: PersonActor,
  services: Services,
  { method, passwordGiven }: SessionStart,
): Promise<void> {
  const now = services.clock.now().getTime();
  await done((callback) => req.session.regenerate(callback));
  req.session.personId = actor.personId;
  req.session.organizationId = actor.organizationId;
  req.session.epoch = await services.people.access.epochOf(actor.personId);
  req.session.createdAt = now;
  req.session.method = method;
  req.session.passwordAt = passwordGiven ? now : null;
  // Saved before the answer: somebody who is told to be signed in has a session that the store has taken.
  await done((callback) => req.session.save(callback));
  await inOrganization(actor.organizationId, () =>
    services.outbox.record(actor, {
      type: 'session.started',
      subject: { type: 'person', id: actor.personId },
      data: { method },
    }),
  );
  req.actor = actor;
  const context = currentContext();
  if (context !== undefined) {
    context.actor = actor;
    context.organizationId = actor.organizationId;
  }
}

/** Ends the browser's session here; the cookie is worth nothing afterwards. */
export async function endSession(req: Request): Promise<void> {
  await done((callback) => req.session.destroy(callback));
}

/** Waits for one of express-session's callbacks. */
function done(start: (callback: (error?: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => {
      if (error === undefined || error === null) resolve();
      else reject(error instanceof Error ? error : new Error('the session store failed', { cause: error }));
    });
  });
}
