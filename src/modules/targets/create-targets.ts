import type { Clock } from '../../kernel/clock.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Outbox } from '../../platform/outbox/index.js';
import type { Storage } from '../../platform/storage/index.js';
import type { TargetsModule } from './targets.module.js';

export interface TargetsDependencies {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** The organization of the request context; the organizations module fits. */
  readonly organizations: { today(): Promise<LocalDate> };
}

export declare function createTargets(deps: TargetsDependencies): TargetsModule;
