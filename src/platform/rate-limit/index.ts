export {
  createRateLimits,
  type KeyLimit,
  type RateLimits,
  type RateLimitOptions,
  type SignInLimit,
} from './rate-limits.js';
