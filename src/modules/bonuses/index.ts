export type { BonusState } from './bonus-state.js';
export type { BonusesModule } from './bonuses.module.js';
export { createBonuses, type BonusesDependencies } from './create-bonuses.js';
