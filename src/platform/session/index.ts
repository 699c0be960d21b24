export {
  createSessionMiddleware,
  SESSION_COOKIE,
  SESSION_LIFETIME_MS,
  type SessionOptions,
} from './session.middleware.js';
export type { KeptFlash } from './session-data.js';
export { createSessions, type Sessions } from './session-store.js';
export { storedId } from './session-cache.js';
export { ExpiringMap } from './expiring-map.js';
