export { DEFAULT_TARGETS, type DatedTargetConfig, type Milestone, type TargetConfig } from './target-config.js';
export type { NewUtilization, TargetsModule } from './targets.module.js';
export { averageUtilization, type PersonUtilization } from './utilization-average.js';
export { createTargets, type TargetsDependencies } from './create-targets.js';
export { expectedMinimum } from './expected-minimum.js';
export { progress, targetOfRange, type Progress } from './progress.js';
export { bonusAmount, milestonesReached, type MilestoneState } from './milestones.js';
export {
  BONUS_RULES,
  bonusEligibility,
  isExemptFromUtilization,
  type BonusEligibility,
  type BonusFacts,
  type BonusRule,
} from './bonus-eligibility.js';
export { targetConfigSchema } from './target-config.schema.js';
export { targetConfigInput, targetConfigPreviewInput, withdrawalInput, type TargetConfigFields } from './target-config-input.js';
export type { ConfigChange } from './config-changes.js';
export {
  CONFIG_STATES,
  type ConfigPreview,
  type ConfigVersion,
  type StartDays,
  type TargetHistory,
} from './config-version.js';
