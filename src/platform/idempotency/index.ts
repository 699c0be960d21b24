export { createIdempotency, type Idempotency, type OnceAnswer, type OnceRequest } from './idempotency.js';
