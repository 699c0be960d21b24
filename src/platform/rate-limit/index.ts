export {
  createRateLimits,
  type AskLimit,
  type KeyLimit,
  type RateLimits,
  type RateLimitOptions,
  type SenderLimit,
  type SignInLimit,
} from './rate-limits.js';
