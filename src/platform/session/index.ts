export { createSessionMiddleware, SESSION_COOKIE, type SessionOptions } from './session.middleware.js';
export type { KeptFlash } from './session-data.js';
