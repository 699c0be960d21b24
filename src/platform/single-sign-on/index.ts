export { createSingleSignOn, type SingleSignOnOptions } from './create-single-sign-on.js';
export {
  FLOW_MINUTES,
  SignOnRefused,
  type SignOnBeginning,
  type SignOnFlow,
  type SingleSignOn,
  type VouchedIdentity,
} from './single-sign-on.js';
