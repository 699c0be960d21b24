export type { BonusFigures, BonusState, StandingBonus } from './bonus-state.js';
export {
  BONUS_REASONS,
  BONUS_STANDINGS,
  type BonusReason,
  type BonusRow,
  type BonusStandingName,
} from './bonus-standing.js';
export { BONUS_CATEGORY, bonusKey } from './bonus-key.js';
export type { AwardedBonus, BonusOutcome, SkippedBonus } from './award-people.js';
export { ROW_OUTCOMES, type BonusRun, type BonusRunRow, type RowOutcome, type RunKind } from './bonus-run.js';
export type { BonusOverview, BonusPreview } from './overview.js';
export type { BonusFilter } from './tally-bonuses.js';
export type { BonusesModule, BonusOrder, GivenBonus, NamedRunRow } from './bonuses.module.js';
export { bonusAnalysisInput, bonusAwardInput, bonusReversalInput } from './bonuses.schema.js';
export { createBonuses, type BonusesDependencies } from './create-bonuses.js';
