import type { Clock } from '../../kernel/clock.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { CatalogModule } from './catalog.module.js';

export interface CatalogDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
}

export declare function createCatalog(deps: CatalogDependencies): CatalogModule;
