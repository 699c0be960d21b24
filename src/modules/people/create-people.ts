import type { Clock } from '../../kernel/clock.js';
import type { Config } from '../../config.js';
import type { Logger } from '../../platform/logger.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { OrganizationsModule } from '../organizations/index.js';
import type { PeopleModule } from './people.module.js';

export interface PeopleDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly organizations: OrganizationsModule;
  readonly config: Pick<Config, 'passwordPepper' | 'tokenSecret' | 'bcryptCost'>;
  /** True when no other process works on the same database; people may then be remembered between requests. */
  readonly singleProcess: boolean;
  /** How many items wait for a decision of this person. The requests module knows. */
  readonly openItems: (personId: string) => Promise<number>;
}

export declare function createPeople(deps: PeopleDependencies): PeopleModule;
