import type { Request } from 'express';
import type { PersonActor } from '../../../kernel/actor.js';
import { currentContext } from '../../../platform/request-context.js';
import type { Services } from '../../services.js';

/**
 * Makes the browser's session that of a person. The session gets a new id, so that an id known from before signing in
 * is worth nothing.
 */
export async function startSession(req: Request, actor: PersonActor, services: Services): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    req.session.regenerate((error?: unknown) => {
      if (error === undefined || error === null) resolve();
      else reject(error instanceof Error ? error : new Error(String(error)));
    });
  });
  req.session.personId = actor.personId;
  req.session.organizationId = actor.organizationId;
  req.session.epoch = await services.people.access.epochOf(actor.personId);
  req.session.createdAt = services.clock.now().getTime();
  req.actor = actor;
  const context = currentContext();
  if (context !== undefined) {
    context.actor = actor;
    context.organizationId = actor.organizationId;
  }
}

/** Ends the browser's session here; the cookie is worth nothing afterwards. */
export async function endSession(req: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    req.session.destroy((error?: unknown) => {
      if (error === undefined || error === null) resolve();
      else reject(error instanceof Error ? error : new Error(String(error)));
    });
  });
}
