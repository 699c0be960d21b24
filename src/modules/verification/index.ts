export {
  NAMED_DIFFERENCES,
  VERIFIED,
  type NamedDifference,
  type Verification,
  type VerificationStatus,
  type Verified,
} from './verification.js';
export type { VerificationModule } from './verification.module.js';
export { createVerification, type VerificationDependencies } from './create-verification.js';

/** How often it is asked whether an organization's night has come. */
export const VERIFICATION_JOB = { name: 'verification: nightly', every: 10 * 60_000 } as const;
