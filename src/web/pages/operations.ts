import { Router } from 'express';
import { Unavailable } from '../../kernel/errors.js';
import type { Services } from '../services.js';
import { paths } from '../paths.js';

/** Liveness and readiness, for whoever keeps the process running. They ask no session store. */
export function operationsRouter(
  services: Pick<Services, 'storage' | 'outbox' | 'mailer' | 'verification'>,
  state: { stopping(): boolean },
): Router {
  const router = Router();
  router.get(paths.operations.health, (_req, res) => {
    res.json({ status: 'ok' });
  });
  router.get(paths.operations.ready, async (_req, res) => {
    if (state.stopping()) throw new Unavailable('process.stopping', 'This process is stopping.', { retryAfter: 5 });
    try {
      await services.storage.ping();
    } catch (error) {
      throw new Unavailable('storage.unavailable', 'The database does not answer.', { retryAfter: 5, cause: error });
    }
    res.json({
      status: 'ready',
      storage: services.storage.kind,
      outbox: await services.outbox.relay.backlog(),
      mails: await services.mailer.backlog(),
      // Points that do not add up are for people, not a reason to send requests elsewhere.
      verification: await services.verification.lastEverywhere(),
    });
  });
  return router;
}
