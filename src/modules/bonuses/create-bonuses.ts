import type { Clock } from '../../kernel/clock.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { LedgerModule } from '../ledger/index.js';
import type { OrganizationsModule } from '../organizations/index.js';
import type { PeopleModule } from '../people/index.js';
import type { TargetsModule } from '../targets/index.js';
import { bonusStates } from './bonus-states.js';
import type { BonusesModule } from './bonuses.module.js';

export interface BonusesDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly organizations: OrganizationsModule;
  readonly people: PeopleModule;
  readonly ledger: LedgerModule;
  readonly targets: TargetsModule;
}

export function createBonuses(deps: BonusesDependencies): BonusesModule {
  return {
    states: (personIds, quarter) => bonusStates(deps, personIds, quarter),
  };
}
