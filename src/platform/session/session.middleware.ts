import type { RequestHandler } from 'express';
import session from 'express-session';
import type { Config } from '../../config.js';
import type { Clock } from '../../kernel/clock.js';
import type { Logger } from '../logger.js';
import type { RedisClients } from '../redis/index.js';
import type { Storage } from '../storage/index.js';
import './session-data.js';
import { createSessions, type Sessions } from './session-store.js';

export interface SessionOptions {
  readonly config: Pick<Config, 'sessionSecret' | 'cookieSecure' | 'mongoDatabase'>;
  readonly storage: Storage;
  readonly redis?: RedisClients | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Made here where absent. */
  readonly sessions?: Sessions;
}

export const SESSION_COOKIE = 'prowess.sid';

/** A session lasts so long at most, however busy. Organizations may set less. */
export const SESSION_LIFETIME_MS = 12 * 3_600_000;

/**
 * Sessions in a cookie that scripts cannot read and other sites' forms do not carry. `req.session` is always there
 * afterwards: while the store is away requests that bring a cookie are answered 503 instead of going on as nobody.
 * Call before `storage.prepare()`, which creates the index that lets old sessions go.
 */
export function createSessionMiddleware(options: SessionOptions): RequestHandler {
  const { config, clock } = options;
  const sessions = session({
    name: SESSION_COOKIE,
    secret: config.sessionSecret,
    store: (options.sessions ?? createSessions(options)).store,
    resave: false,
    saveUninitialized: false,
    // No expiry: the browser forgets it when it closes, the store after an hour without use.
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure: config.cookieSecure },
  });

  return (req, res, next) => {
    sessions(req, res, (error?: unknown) => {
      if (error !== undefined && error !== null) {
        next(error);
        return;
      }
      const { personId, createdAt = 0 } = req.session;
      if (personId === undefined || clock.now().getTime() - createdAt < SESSION_LIFETIME_MS) {
        next();
        return;
      }
      req.session.regenerate(next);
    });
  };
}
