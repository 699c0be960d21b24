export { ERASURE_STEPS, type Erasure, type ErasureFacts, type ErasureStep } from './erasure.js';
export { erasureInput } from './privacy.schema.js';
export type { ErasureOrder, PrivacyModule } from './privacy.module.js';
export { createPrivacy } from './create-privacy.js';
export type { PrivacyDependencies } from './privacy-parts.js';
