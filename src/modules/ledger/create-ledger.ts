import type { Clock } from '../../kernel/clock.js';
import type { Calendar } from '../../kernel/period.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { LedgerModule } from './ledger.module.js';

export interface LedgerDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** The organization of the request context; the organizations module fits. */
  readonly organizations: { current(): Promise<{ readonly calendar: Calendar }> };
}

export declare function createLedger(deps: LedgerDependencies): LedgerModule;
