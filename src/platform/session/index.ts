export {
  createSessionMiddleware,
  SESSION_COOKIE,
  SESSION_LIFETIME_MS,
  type SessionOptions,
} from './session.middleware.js';
export type { KeptFlash } from './session-data.js';
