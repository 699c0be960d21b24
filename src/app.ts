import express, { type Express, type RequestHandler } from 'express';
import compression from 'compression';
import { NotFound } from './kernel/errors.js';
import { assetRouter } from './web/assets.js';
import { errorHandler } from './web/errors/answer-errors.js';
import { authentication } from './web/middleware/authentication.js';
import { createHotAnswers } from './web/middleware/hot-answers.js';
import { formerAddresses } from './web/middleware/former-addresses.js';
import { requestContext } from './web/middleware/context.js';
import { requestLog } from './web/middleware/request-log.js';
import { securityHeaders } from './web/middleware/security-headers.js';
import { keptAnswers, mountRoutes } from './web/mount.js';
import { operationsRouter } from './web/pages/operations.js';
import { createPageRenderer } from './web/pages/page-renderer.js';
import { routeTable, WORKSPACES } from './web/route-table.js';
import type { Services } from './web/services.js';

export interface AppOptions {
  readonly services: Services;
  readonly sessionMiddleware: RequestHandler;
  /** True once the process was asked to stop: readiness turns red, so that nobody sends more. */
  readonly stopping: () => boolean;
}

const compress = compression();

/** Compresses for whoever can read it; for all others there is nothing to negotiate. */
const compressed: RequestHandler = (req, res, next) => {
  if (req.headers['accept-encoding'] === undefined) next();
  else compress(req, res, next);
};

/** The Express application. It never listens. */
export function createApp({ services, sessionMiddleware, stopping }: AppOptions): Express {
  const { config } = services;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustProxy);
  app.set('query parser', 'simple');
  app.set('etag', false);

  const pages = createPageRenderer(services, WORKSPACES);
  app.use(securityHeaders({ behindTls: config.cookieSecure }));
  app.use(operationsRouter(services, { stopping }));
  app.use(compressed);
  app.use(assetRouter());
  app.use(formerAddresses);
  app.use(requestContext);
  app.use(requestLog(services.logger));
  const hotAnswers = createHotAnswers(services);
  app.use(keptAnswers(hotAnswers));
  app.use(sessionMiddleware);
  app.use(authentication(services));
  app.use(mountRoutes(routeTable(services), services, pages, hotAnswers));
  app.use(() => {
    throw new NotFound();
  });
  app.use(errorHandler({ logger: services.logger, pages }));
  return app;
}
